import { keyOfGrant } from "../../app/grants.ts";
import { firstHeartbeatMs, mostRecent } from "../../app/heartbeat-list.ts";
import { streakOf } from "../../app/stats.ts";
import { reading } from "../../app/summary.ts";
import { zoneOf } from "../../app/users.ts";
import { secondsOf } from "../../domain/format.ts";
import { rfc3339 } from "../../domain/range.ts";
import { asker, type Route } from "../call.ts";
import { credentialsOf, normaliseKey } from "../credentials.ts";
import { missingKey } from "../errors.ts";
import { RANGE_PARAMETERS, rangeOf } from "../query.ts";
import { TRUST } from "./trust.ts";

/** `GET authenticated/me`: who the key belongs to. Source: hackatime-api §4.4. */
export const me: Route = {
  method: "GET",
  path: "/authenticated/me",
  bases: "all",
  need: "read",
  summary: "who you are",
  answer(call) {
    const { user } = asker(call);
    return {
      id: user.id,
      emails: user.email === null ? [] : [user.email],
      slack_id: user.slackId,
      github_username: null,
      trust_factor: TRUST,
    };
  },
};

/** `GET authenticated/hours`: the time of a range, the last seven days without one. */
export const hours: Route = {
  method: "GET",
  path: "/authenticated/hours",
  bases: "all",
  need: "read",
  summary: "your time in a range, the last seven days without one",
  parameters: RANGE_PARAMETERS,
  answer(call) {
    const { user } = asker(call);
    const range = rangeOf(call, user, "last_7_days");
    const { context, histories } = call.services;
    const totalMs = reading(context.store, histories, user.id, (reader) => reader.summary(range).totalMs);
    return { start_date: range.startDate, end_date: range.endDate, total_seconds: secondsOf(totalMs) };
  },
};

/** `GET authenticated/streak`: days in a row with 15 minutes or more, the current and the longest run. */
export const streak: Route = {
  method: "GET",
  path: "/authenticated/streak",
  bases: "all",
  need: "read",
  summary: "your days in a row with 15 minutes or more",
  answer(call) {
    const { user } = asker(call);
    const { context, histories } = call.services;
    const first = firstHeartbeatMs(context.store, user.id);
    const { current, longest } = reading(context.store, histories, user.id, (reader) =>
      streakOf(reader, zoneOf(context, user), first, context.now()),
    );
    return { streak_days: current, longest_streak: longest };
  },
};

/** `GET authenticated/heartbeats/latest`: the newest one that is no installer's test. */
export const latestHeartbeat: Route = {
  method: "GET",
  path: "/authenticated/heartbeats/latest",
  bases: "all",
  need: "read",
  summary: "your newest heartbeat in a few fields",
  async answer(call) {
    const { user } = asker(call);
    const newest = await mostRecent(call.services.context.store, user.id, (type) => type !== "test_entry");
    if (newest === undefined) return { heartbeat: null };
    const { names } = newest;
    return {
      id: newest.id,
      created_at: rfc3339(newest.createdAt * 1000),
      time: newest.timeUs / 1e6,
      category: names.category,
      project: names.project,
      language: names.language,
      editor: names.editor,
      operating_system: names.operating_system,
      machine: names.machine,
      entity: newest.entity,
    };
  },
};

/**
 * `GET authenticated/api_keys`: the key for programs that write one into the file of editors. With a key that one; with a
 * token a write key of the program's own, the same each time.
 */
export const ownKey: Route = {
  method: "GET",
  path: "/authenticated/api_keys",
  bases: "all",
  need: "full",
  summary: "the key you asked with; with a program's token a write key of its own",
  answer({ access, request, query, services }) {
    const sent = credentialsOf(request.headers.get("authorization"), new URLSearchParams(query));
    if (access?.grant !== undefined && sent.kind === "token")
      return { token: keyOfGrant(services.context, access.grant, sent.token) };
    const key = sent.kind === "token" ? normaliseKey(sent.token) : undefined;
    if (key === undefined) throw missingKey();
    return { token: key };
  },
};
