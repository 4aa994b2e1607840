import { mostRecent, newestHeartbeats } from "../../app/heartbeat-list.ts";
import { reading } from "../../app/summary.ts";
import { editorSlug } from "../../domain/client-name.ts";
import { secondsOf } from "../../domain/format.ts";
import { lastSecond, rfc3339 } from "../../domain/range.ts";
import { timeAgo } from "../../domain/time-ago.ts";
import { asker, type Route } from "../call.ts";
import { type Parameter, type WholeSchema, wholeNumber } from "../parameter.ts";
import { RANGE_PARAMETERS, rangeOf } from "../query.ts";
import { heartbeatView } from "./heartbeat-view.ts";

const DEFAULT_LIMIT = 100;

const LIMIT: Parameter<WholeSchema> = {
  name: "limit",
  description: `How many of the newest heartbeats, ${DEFAULT_LIMIT} without it`,
  schema: { type: "integer", minimum: 1, maximum: 10_000 },
  example: 2,
};
const SOURCE_TYPE: Parameter = {
  name: "source_type",
  description: "Only those that came so: `direct_entry`, `wakapi_import` or `test_entry`; all but tests without it",
  schema: { type: "string" },
  example: "direct_entry",
};
const EDITOR: Parameter = {
  name: "editor",
  description: "Only those of an editor, by slug or name",
  schema: { type: "string" },
  example: "vscode",
};

/** `GET my/heartbeats`: the newest `limit` of a range (default all time), oldest first, with totals of the whole range. */
export const myHeartbeats: Route = {
  method: "GET",
  path: "/my/heartbeats",
  bases: "all",
  need: "read",
  summary: "your newest heartbeats of a range (`limit` 1 to 10,000, 100 without), with the range's totals",
  parameters: [LIMIT, ...RANGE_PARAMETERS],
  answer(call) {
    const { user } = asker(call);
    const { context, histories } = call.services;
    const limit = wholeNumber(call, LIMIT, DEFAULT_LIMIT);
    const range = rangeOf(call, user, "all_time");
    const { totalMs, heartbeats: count } = reading(context.store, histories, user.id, (reader) =>
      reader.summary(range),
    );
    const listed = newestHeartbeats(context.store, user.id, range, limit);
    return {
      start_time: rfc3339(range.startMs),
      end_time: lastSecond(range),
      total_seconds: secondsOf(totalMs),
      total_count: count,
      has_more: count > listed.length,
      heartbeats: listed.map((heartbeat) => heartbeatView(heartbeat, user.id)),
    };
  },
};

/** `GET my/heartbeats/most_recent`: the newest one, the installers' test left out unless asked for by `source_type`. */
export const myMostRecentHeartbeat: Route = {
  method: "GET",
  path: "/my/heartbeats/most_recent",
  bases: "all",
  need: "read",
  summary: "your newest heartbeat; `source_type`, `editor`",
  parameters: [SOURCE_TYPE, EDITOR],
  async answer(call) {
    const { user } = asker(call);
    const { context } = call.services;
    const { source_type: wanted, editor } = call.query;
    const slug = editor === undefined ? undefined : editorSlug(editor);
    const newest = await mostRecent(
      context.store,
      user.id,
      (type, used) =>
        (wanted === undefined ? type !== "test_entry" : type === wanted) && (slug === undefined || used === slug),
    );
    return {
      has_heartbeat: newest !== undefined,
      heartbeat: newest === undefined ? null : heartbeatView(newest, user.id),
      editor: newest?.names.editor ?? null,
      time_ago: newest === undefined ? null : timeAgo(newest.timeUs / 1000, context.now()),
    };
  },
};
