import { avatar } from "../../domain/avatar.ts";
import type { Route } from "../call.ts";
import { svgAnswer } from "./svg-answer.ts";

/** Thirty days: the picture of a hash never changes, only the way we draw may. */
const MAX_AGE_SECONDS = 30 * 86_400;

/**
 * `GET /api/avatar/:hash.svg`: a pattern made of the hash, whatever it is; nothing is looked up, so nothing is told.
 *
 * **Source:** wakapi.md §1.3.
 */
export const avatars: Route = {
  method: "GET",
  path: "/api/avatar/:hash",
  bases: "absolute",
  need: "none",
  summary: "a pattern as an SVG, the same for the same hash; it may end in `.svg`",
  answer: (call) => svgAnswer(call, avatar((call.params["hash"] ?? "").replace(/\.svg$/i, "")), MAX_AGE_SECONDS),
};
