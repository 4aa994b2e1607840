import { beginDump, DUMP_TYPES, type DumpFile, type DumpType, dumpsOf, writeDump } from "../../app/dump-files.ts";
import { AppError } from "../../app/errors.ts";
import { type User, zoneOf } from "../../app/users.ts";
import { rfc3339 } from "../../domain/range.ts";
import { decodeBody, readBody } from "../body.ts";
import { type Call, owner, type Route } from "../call.ts";
import { originOf } from "../origin.ts";
import { PAGE, pagingOf } from "../paging.ts";
import { dumpLines } from "./dump-lines.ts";

const PATH = "/users/:user/data_dumps";
const A_PAGE = 100;

/** `GET users/:user/data_dumps`: those of the last days. Source: wakatime-api §4.14. */
export const dataDumps: Route = {
  method: "GET",
  path: PATH,
  bases: "all",
  need: "read",
  summary: "your data dumps, the newest first",
  parameters: [PAGE],
  answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const dumps = dumpsOf(call.services.context, user);
    const { skip, size, fields } = pagingOf(call, dumps.length, A_PAGE);
    return { data: dumps.slice(skip, skip + size).map((dump) => dumpView(call, dump)), ...fields };
  },
};

/**
 * `POST users/:user/data_dumps` `{type}`: begins to write one, in the background. Ours: while one of the type is being
 * written, it is the answer; finished ones are no reason to refuse a newer.
 */
export const dataDumpIn: Route = {
  method: "POST",
  path: PATH,
  bases: "all",
  need: "read",
  summary: "begins a data dump: `{type}`, heartbeats or daily",
  async answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const { context } = call.services;
    const type = typeOf(decodeBody(await readBody(call.request)));
    const current = dumpsOf(context, user).find((dump) => dump.type === type && dump.state === "writing");
    if (current !== undefined) return Response.json({ data: dumpView(call, current) }, { status: 201 });
    const dump = beginDump(context, user, type);
    write(call, user, dump, type).catch((fault: unknown) =>
      context.log("error", "a data dump could not be written", { error: fault }),
    );
    return Response.json({ data: dumpView(call, dump) }, { status: 201 });
  },
};

/** `GET users/:user/data_dumps/:id/download`: the file. */
export const dataDumpFile: Route = {
  method: "GET",
  path: `${PATH}/:id/download`,
  bases: "all",
  need: "read",
  summary: "a finished data dump as a file",
  answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const id = call.params["id"]?.toLowerCase();
    const found = dumpsOf(call.services.context, user).find((dump) => dump.id === id && dump.state === "done");
    if (found === undefined)
      throw new AppError("not_found", "There is no finished data dump of that id", { short: "Data dump not found" });
    const date = rfc3339(found.createdMs).slice(0, 10);
    return new Response(Bun.file(found.path), {
      headers: {
        "Content-Type": "application/json",
        "Content-Disposition": `attachment; filename="hearth-${found.type}-${date}.json"`,
      },
    });
  },
};

function typeOf(body: unknown): DumpType {
  const sent = typeof body === "object" && body !== null && "type" in body ? body.type : undefined;
  const type = DUMP_TYPES.find((name) => name === sent);
  if (type === undefined)
    throw new AppError("invalid", `type must be one of ${DUMP_TYPES.join(", ")}`, { parameter: "type" });
  return type;
}

/** A worker writes it where there is one, so that nobody else waits. */
function write({ services }: Call, user: User, { path }: DumpFile, type: DumpType): Promise<void> {
  const { context, histories, background } = services;
  const [zone, nowMs] = [zoneOf(context, user), context.now()];
  return background.dump === undefined
    ? writeDump(path, dumpLines({ store: context.store, histories, user, zone, nowMs }, type))
    : background.dump({ userId: user.id, type, path, zone, nowMs });
}

const STATUS = { writing: "Processing coding activity…", done: "Completed", failed: "Failed" } as const;

function dumpView(call: Call, { id, type, state, createdMs, expiresMs }: DumpFile): object {
  const isDone = state === "done";
  return {
    id,
    type,
    status: STATUS[state],
    percent_complete: isDone ? 100 : 0,
    download_url: isDone ? `${originOf(call.request)}${call.path}/${id}/download` : null,
    is_processing: state === "writing",
    is_stuck: false,
    has_failed: state === "failed",
    expires: isDone ? rfc3339(expiresMs) : null,
    created_at: rfc3339(createdMs),
  };
}
