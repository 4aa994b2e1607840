import { AppError } from "../../app/errors.ts";
import { type ExternalRow, externalsOf, parseExternal, type Told, tell, untell } from "../../app/externals.ts";
import { lastSecond, rfc3339 } from "../../domain/range.ts";
import { decodeBody, elementsOf, readBody } from "../body.ts";
import { type Call, owner, type Route } from "../call.ts";
import type { Parameter } from "../parameter.ts";
import { DAY_PARAMETERS, requestedDay } from "../query.ts";

const PATH = "/users/:user/external_durations";
const MOST = 1000;
/** Who tells, until programs have names of their own: everybody with a key. */
const PROVIDER = "api";

const PROJECT: Parameter = {
  name: "project",
  description: "Only those of a project; all without it",
  schema: { type: "string" },
  example: "lantern",
};

/** `GET users/:user/external_durations?date=`: those that overlap a day. Source: wakatime-api §4.19. */
export const externalDurations: Route = {
  method: "GET",
  path: PATH,
  bases: "all",
  need: "read",
  summary: "blocks of time told by programs, such as meetings, of a day (`date`)",
  parameters: [...DAY_PARAMETERS, PROJECT],
  answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const day = requestedDay(call, user);
    const { project } = call.query;
    const rows = externalsOf(call.services.context, user, day).filter(
      (row) => project === undefined || row.project === project,
    );
    return { data: rows.map(view), start: rfc3339(day.startMs), end: lastSecond(day), timezone: day.zone };
  },
};

/** `POST users/:user/external_durations`: one; told again under its `external_id`, it replaces. */
export const externalDurationIn: Route = {
  method: "POST",
  path: PATH,
  bases: "all",
  need: "full",
  summary: "tells one external duration",
  async answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const told = parseExternal(await body(call), PROVIDER, call.services.context.now());
    const [stored] = tell(call.services.context, user, [told]);
    return Response.json({ data: stored && view(stored) }, { status: 201 });
  },
};

/** `POST users/:user/external_durations.bulk`: up to 1,000, one pair each, in order; one bad never loses its neighbours. */
export const externalDurationsIn: Route = {
  method: "POST",
  path: `${PATH}.bulk`,
  bases: "all",
  need: "full",
  summary: "tells up to 1,000 external durations; one pair per element",
  async answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const { elements } = elementsOf(await body(call));
    if (elements.length > MOST) throw new AppError("too_large", `A request has at most ${MOST} external durations`);
    const parsed = elements.map((element) => attempt(element, call.services.context.now()));
    const good = parsed.filter((one): one is Told => !(one instanceof AppError));
    const stored = tell(call.services.context, user, good);
    let next = 0;
    const responses = parsed.map((one) => {
      if (one instanceof AppError) return [{ error: one.message }, 400];
      const row = stored[next++];
      return [{ data: row && view(row) }, 201];
    });
    return Response.json({ responses }, { status: 201 });
  },
};

/** `DELETE users/:user/external_durations.bulk` `{date, ids}`: those of the ids that start on that day. */
export const externalDurationsOut: Route = {
  method: "DELETE",
  path: `${PATH}.bulk`,
  bases: "all",
  need: "full",
  summary: "deletes external durations of a day by id",
  async answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const sent = (await body(call)) as { readonly date?: unknown; readonly ids?: unknown };
    const ids = Array.isArray(sent?.ids) ? sent.ids.filter((id) => typeof id === "string") : undefined;
    if (ids === undefined) throw new AppError("invalid", "ids must be a list of ids", { parameter: "ids" });
    const date = typeof sent.date === "string" ? sent.date : undefined;
    untell(call.services.context, user, ids, requestedDay(call, user, date));
    return { data: {} };
  },
};

async function body(call: Call): Promise<unknown> {
  return decodeBody(await readBody(call.request));
}

function attempt(element: unknown, nowMs: number): Told | AppError {
  try {
    return parseExternal(element, PROVIDER, nowMs);
  } catch (fault) {
    if (fault instanceof AppError) return fault;
    throw fault;
  }
}

function view(row: ExternalRow): object {
  return {
    id: row.uuid,
    external_id: row.external_id,
    provider: row.provider,
    entity: row.entity,
    type: row.type,
    category: row.category,
    start_time: row.start_ms / 1000,
    end_time: row.end_ms / 1000,
    project: row.project,
    branch: row.branch,
    language: row.language,
    meta: row.meta,
    created_at: rfc3339(row.created_at * 1000),
  };
}
