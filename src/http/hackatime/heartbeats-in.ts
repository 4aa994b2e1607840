import { AppError } from "../../app/errors.ts";
import { heartbeatAt } from "../../app/heartbeat-list.ts";
import type { Accepted, Agent, Outcome } from "../../app/ingest.ts";
import { LONGEST_TEXT } from "../../domain/heartbeat.ts";
import { cutText } from "../../domain/text.ts";
import { timeZoneName } from "../../domain/zone.ts";
import { decodeBody, elementsOf, readBody } from "../body.ts";
import { asker, type Call, type Route } from "../call.ts";
import type { Parameter } from "../parameter.ts";
import { noteBadHeartbeat } from "../refused-request.ts";
import { heartbeatView } from "./heartbeat-view.ts";

const SUMMARY = "heartbeats in: one object, an array, or wrapped; 201 with one pair per element";

/** Every path below a base that takes heartbeats; the bare base is the legacy Python CLI's (clients.md A2). */
const PATHS = [
  "/users/:user/heartbeats",
  "/users/:user/heartbeats.bulk",
  "/heartbeats",
  "/heartbeats.bulk",
  "/heartbeat",
  "/my/heartbeats",
  "",
];

const ABOUT_THE_SENDER: readonly Parameter[] = [
  {
    name: "X-Machine-Name",
    in: "header",
    description: "Name of the computer, percent-encoded or not; beats the one in the body",
    schema: { type: "string" },
    example: "heron",
  },
  {
    name: "Timezone",
    in: "header",
    description: "IANA time zone of the computer",
    schema: { type: "string" },
    example: "Europe/Berlin",
  },
];

/** `POST …/heartbeats[.bulk]` in all its spellings. `:user` is ignored: the key says who. */
export const heartbeatsIn: readonly Route[] = PATHS.map((path) => ({
  method: "POST",
  path,
  bases: "all",
  need: "write",
  summary: SUMMARY,
  parameters: ABOUT_THE_SENDER,
  answer,
}));

async function answer(call: Call): Promise<Response> {
  const { user } = asker(call);
  const { elements, shape } = elementsOf(decodeBody(await readBody(call.request)));
  const outcomes = await call.services.ingest.submit(user.id, elements, agentOf(call.request));
  const bad = outcomes.find((outcome) => "error" in outcome);
  if (bad !== undefined) noteBadHeartbeat(call.services.requestsSeen, bad, call.path);
  const isPlain = !call.path.endsWith(".bulk") && shape !== "wrapped";
  const [only] = outcomes;
  if (!isPlain || outcomes.length !== 1 || only === undefined)
    return Response.json({ responses: outcomes.map(pair) }, { status: 201 });
  if (!("error" in only)) return Response.json(single(call, only), { status: 201 });
  if (shape === "array") return Response.json({ responses: [pair(only)] }, { status: 201 });
  throw new AppError("malformed", only.error, { short: "Invalid heartbeat", type: only.type });
}

/** Returns what a request's headers say about its sender. */
function agentOf({ headers }: Request): Agent {
  const zone = headers.get("timezone");
  return {
    userAgent: cutText(headers.get("user-agent")?.trim() ?? "", LONGEST_TEXT) || undefined,
    machine: cutText(headers.get("x-machine-name")?.trim() ?? "", LONGEST_TEXT) || undefined,
    timeZone: zone === null ? undefined : timeZoneName(zone.trim()),
  };
}

/** Returns one element's pair: clients take 201 as stored and 400 as never to be sent again, nothing else. */
function pair(outcome: Outcome): [object, number] {
  return "error" in outcome
    ? [{ error: outcome.error, type: outcome.type }, 400]
    : [{ data: { id: String(outcome.id) } }, 201];
}

/** Returns the answer to one heartbeat on a plain path: its fields flat, `data`, and `responses`, for every kind of reader. */
function single(call: Call, accepted: Accepted): object {
  const { user } = asker(call);
  const heartbeat = heartbeatAt(call.services.context.store, user.id, accepted.key);
  if (heartbeat === undefined) throw new Error("a heartbeat was stored and is not there");
  return { ...heartbeatView(heartbeat, user.id), data: { id: String(accepted.id) }, responses: [pair(accepted)] };
}
