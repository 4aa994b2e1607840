import { version as bunVersion } from "bun";
import { storageFacts } from "../../app/storage.ts";
import type { Route } from "../call.ts";
import type { StorageAnswer } from "./storage-answer.ts";
import { viewer } from "./viewer.ts";

/** `GET /-/storage`: size, heartbeats, versions, and for admins where the data lies. */
export const storage: Route = {
  method: "GET",
  path: "/-/storage",
  bases: "absolute",
  need: "none",
  summary: "our own pages: how much is stored, where, and by which versions",
  answer(call): StorageAnswer {
    const { context, histories, version } = call.services;
    const user = viewer(call);
    const facts = storageFacts(context, histories, user);
    return {
      data_directory: user.isAdmin ? (facts.directory ?? null) : null,
      size_bytes: facts.sizeBytes,
      heartbeats: facts.heartbeats,
      first_ms: facts.firstMs ?? null,
      last_ms: facts.lastMs ?? null,
      versions: { hearth: version, bun: bunVersion, sqlite: facts.sqliteVersion },
    };
  },
};
