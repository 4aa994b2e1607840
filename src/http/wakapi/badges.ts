import { isShown } from "../../app/shown.ts";
import { type Badge, badge, badgeColor, GREY } from "../../domain/badge.ts";
import { DIMENSIONS } from "../../domain/dimension.ts";
import { secondsOf, textOf } from "../../domain/format.ts";
import type { Call, Route } from "../call.ts";
import type { Parameter } from "../parameter.ts";
import { list, RANGE_PARAMETERS, rangeOf } from "../query.ts";
import { answering } from "../reading.ts";
import { badgePath } from "./badge-path.ts";
import { cacheControl, shownUser, svgAnswer } from "./svg-answer.ts";

/** Pages show a badge many times an hour; a few minutes late is early enough. */
const MAX_AGE_SECONDS = 300;

const PARAMETERS: readonly Parameter[] = [
  {
    name: "label",
    description: "The left half of the badge, Hearth without it",
    schema: { type: "string" },
    example: "this week",
  },
  {
    name: "color",
    description: "Of the right half: a name, or three or six hexadecimal digits",
    schema: { type: "string" },
    example: "blue",
  },
  {
    name: "aliases",
    description: "Further projects, by comma, to be counted with the one in the path",
    schema: { type: "string" },
    example: "lantern-old",
  },
  ...RANGE_PARAMETERS,
];

type Family = {
  readonly path: string;
  readonly prefix: RegExp;
  /** the range of a badge that names none */
  readonly fallback: string;
  readonly format: "svg" | "shields";
  readonly summary: string;
};

const FAMILIES: readonly Family[] = [
  {
    path: "/api/badge/:user",
    prefix: /^\/api\/badge\/[^/]+/,
    fallback: "last_30_days",
    format: "svg",
    summary: "a badge with a user's time, of the last 30 days unless the path says otherwise",
  },
  {
    path: "/api/v1/badge/:user",
    prefix: /^\/api\/v1\/badge\/[^/]+/,
    fallback: "all_time",
    format: "svg",
    summary: "a badge with a user's time, of all time unless the path says otherwise",
  },
  {
    path: "/api/compat/shields/v1/:user",
    prefix: /^\/api\/compat\/shields\/v1\/[^/]+/,
    fallback: "last_30_days",
    format: "shields",
    summary: "the same as JSON, from which shields.io draws a badge",
  },
];

/**
 * `GET /api/badge/:user/*`, `/api/v1/badge/:user/*`, `/api/compat/shields/v1/:user/*`: a user's time as a small picture,
 * or as what shields.io draws one of; see {@link badgePath}. Query: `label`, `color`, and `aliases`, further projects.
 *
 * **Source:** wakapi.md §1.3 and hackatime-api §4.6, paths, parameters and the range of a badge that names none.
 * **Ours:** drawn here instead of a redirect to shields.io; somebody whose statistics are private and somebody who is
 * not there have the same grey badge, with status 200, because pages show nothing else.
 */
export const badges: readonly Route[] = FAMILIES.flatMap((family) =>
  ["", "/*"].map((tail) => ({
    method: "GET",
    path: `${family.path}${tail}`,
    bases: "absolute",
    need: "none",
    summary: family.summary,
    parameters: PARAMETERS,
    answer: async (call) => answerOf(call, family, await badgeOf(call, family)),
  })),
);

async function badgeOf(call: Call, { prefix, fallback }: Family): Promise<Badge> {
  const label = call.query["label"] ?? "Hearth";
  const user = shownUser(call, call.params["user"] ?? "");
  if (user === undefined) return { label, message: "not public", color: GREY };
  const { interval, only } = badgePath(call.path.replace(prefix, ""));
  const asking = interval === undefined ? call : { ...call, query: { ...call.query, range: "", interval } };
  const shown = call.services.histories.shown(user.id);
  if (DIMENSIONS.some((dimension) => only[dimension] !== undefined && !isShown(shown, dimension)))
    return { label, message: "not public", color: GREY };
  const range = rangeOf(asking, user, fallback);
  const aliases = list(call.query["aliases"] ?? "");
  const filter = { only: { ...only, ...(only.project?.length && { project: [...only.project, ...aliases] }) } };
  const [totalMs = 0] = await answering(call, user, range, (reader) => reader.totals([range], filter));
  return { label, message: textOf(secondsOf(totalMs)), color: badgeColor(call.query["color"]) };
}

function answerOf(call: Call, { format }: Family, { label, message, color }: Badge): Response {
  if (format === "svg") return svgAnswer(call, badge({ label, message, color }), MAX_AGE_SECONDS);
  return Response.json(
    { schemaVersion: 1, label, message, color },
    { headers: { "Cache-Control": cacheControl(call, MAX_AGE_SECONDS), Vary: "Authorization" } },
  );
}
