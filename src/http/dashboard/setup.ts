import { setupOf } from "../../app/setup.ts";
import { zoneOf } from "../../app/users.ts";
import { editorName } from "../../domain/client-name.ts";
import type { Route } from "../call.ts";
import type { SetupAnswer } from "./setup-answer.ts";
import { viewer } from "./viewer.ts";

/** `GET /-/setup`: how far the first run is, and why nothing arrives. */
export const setup: Route = {
  method: "GET",
  path: "/-/setup",
  bases: "absolute",
  need: "none",
  summary: "our own pages: how far the first run is, and what was refused lately",
  answer(call): SetupAnswer {
    const { context, histories, requestsSeen, version } = call.services;
    const user = viewer(call);
    const found = setupOf(context, histories, user);
    const { newest } = found;
    return {
      user: user.name,
      now_ms: context.now(),
      version,
      keys: {
        count: found.keys,
        last_used_ms: found.keyUsedAt === undefined ? null : found.keyUsedAt * 1000,
      },
      heartbeats: found.heartbeats,
      total_ms: found.totalMs,
      first_ms: found.firstMs ?? null,
      newest:
        newest === undefined
          ? null
          : {
              time_ms: Math.floor(newest.timeUs / 1000),
              received_ms: newest.createdAt * 1000,
              project: newest.names.project,
              editor: newest.names.editor === null ? null : editorName(newest.names.editor),
              machine: newest.names.machine,
              language: newest.names.language,
            },
      clock_ahead_ms: found.aheadMs,
      // Who was refused is not known: on a server of several users it is the admin's to see.
      refusals: user.isAdmin
        ? requestsSeen.refusals().map(({ reason, atMs, path, message, count }) => ({
            reason,
            at_ms: atMs,
            path,
            message,
            count,
          }))
        : [],
      zone: {
        chosen: user.timeZone,
        client: user.clientTimeZone,
        server: context.serverZone,
        used: zoneOf(context, user),
      },
      imports: found.imports,
      rule: { timeout_seconds: user.timeoutMs / 1000, idle_seconds: user.idleMs / 1000 },
    };
  },
};
