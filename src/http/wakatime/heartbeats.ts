import { deleteById } from "../../app/deletion.ts";
import { AppError } from "../../app/errors.ts";
import { heartbeatFields } from "../../app/heartbeat-fields.ts";
import { heartbeatsOf } from "../../app/heartbeat-list.ts";
import { reading } from "../../app/summary.ts";
import { lastSecond, rfc3339 } from "../../domain/range.ts";
import { decodeBody, readBody } from "../body.ts";
import { owner, type Route } from "../call.ts";
import { PAGE, pagingOf } from "../paging.ts";
import { DAY_PARAMETERS, requestedDay } from "../query.ts";

const A_PAGE = 10_000;

/** `GET users/:user/heartbeats?date=`: a day's heartbeats, oldest first. Source: wakatime-api §4.1; pages are ours. */
export const dayHeartbeats: Route = {
  method: "GET",
  path: "/users/:user/heartbeats",
  bases: "all",
  need: "read",
  summary: "your heartbeats of a day (`date`), oldest first; 10,000 a `page`",
  parameters: [...DAY_PARAMETERS, PAGE],
  answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const { context, histories } = call.services;
    const day = requestedDay(call, user);
    const total = reading(context.store, histories, user.id, (reader) => reader.summary(day).heartbeats);
    const { skip, size, fields } = pagingOf(call, total, A_PAGE);
    const listed = heartbeatsOf(context.store, user.id, day, skip, size);
    return {
      data: listed.map((heartbeat) => heartbeatFields(heartbeat, user)),
      start: rfc3339(day.startMs),
      end: lastSecond(day),
      timezone: day.zone,
      ...fields,
    };
  },
};

/** `DELETE users/:user/heartbeats.bulk` `{date, ids}`: those of the ids that lie in that local day. */
export const heartbeatsOut: Route = {
  method: "DELETE",
  path: "/users/:user/heartbeats.bulk",
  bases: "all",
  need: "full",
  summary: "deletes heartbeats of a day: `{date, ids}`",
  async answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const sent = decodeBody(await readBody(call.request));
    const { date, ids } = (typeof sent === "object" && sent !== null ? sent : {}) as Record<string, unknown>;
    const day = requestedDay(call, user, typeof date === "string" ? date : undefined);
    if (!Array.isArray(ids)) throw new AppError("invalid", "ids must be a list of ids", { parameter: "ids" });
    const wanted = ids.filter((id) => typeof id === "string" || typeof id === "number").map(String);
    await deleteById(call.services.context, user, new Set(wanted), day);
    return { data: {} };
  },
};
