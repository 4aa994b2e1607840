// Every scenario of the API runs twice: in this process on a database in memory, and over a socket against the executable.
import { afterAll, beforeAll, describe, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openAccess } from "../../src/app/access.ts";
import { openBackground } from "../../src/app/background.ts";
import { openChanges } from "../../src/app/changes.ts";
import type { Context } from "../../src/app/context.ts";
import { importHeartbeats } from "../../src/app/imports.ts";
import { openIngest } from "../../src/app/ingest.ts";
import { createKey, SCOPES, type Scope } from "../../src/app/keys.ts";
import { openRequestsSeen } from "../../src/app/requests-seen.ts";
import { openUploads } from "../../src/app/uploads.ts";
import { allOf, changeUser, createUser, type User, type UserChanges } from "../../src/app/users.ts";
import { closeDatabase, openDatabase } from "../../src/db/database.ts";
import { openStore, type Store } from "../../src/db/store.ts";
import { record } from "../../src/domain/dimension.ts";
import { createHandler } from "../../src/http/answer.ts";
import { attempts } from "../../src/http/attempts.ts";
import { version } from "../../src/version.ts";
import { BINARY, hearthOut, serving } from "./binary.ts";
import { described } from "./described.ts";
import { memory } from "./memory.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** 2026-11-21T12:00:00Z: "now" of every scenario in process. */
export const NOW = Date.UTC(2026, 10, 21, 12);

/** A user with one key of each scope. */
export type Person = { readonly user: User; readonly keys: Readonly<Record<Scope, string>> };

/** What is sent; headers and body as they go over the wire. */
export type Sending = {
  /** GET without a body, POST with one */
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** sent as a Bearer token */
  readonly key?: string;
  /** bytes and text as they are, anything else as JSON */
  readonly body?: unknown;
};

/** One of the two places where scenarios run. */
export type Side = {
  readonly name: "in process" | "over a socket";
  /** Returns now as the server sees it, epoch ms. */
  readonly now: () => number;
  /** Sends a request to localhost, unless a `host` header says otherwise; redirects come back as they are. */
  readonly send: (sending: Sending) => Promise<Response>;
  /** the first user, an admin; over a socket the keys come from the program's own command */
  readonly owner: Person;
  /** Returns a new user with keys, no admin; in UTC unless told otherwise. */
  readonly person: (changes?: UserChanges) => Person;
  /** Changes a user's settings. */
  readonly change: (person: Person, changes: UserChanges) => void;
  /** the server's database; over a socket seen through another connection */
  readonly store: Store;
  /** the running executable; undefined in process */
  readonly program: Program | undefined;
};

/** The executable serving a directory of its own. */
export type Program = {
  readonly directory: string;
  readonly port: number;
  /** Returns everything it has written to standard error so far. */
  readonly log: () => string;
  /** Runs another command of the program on the same data directory; returns what it prints. */
  readonly command: (...args: readonly string[]) => Promise<string>;
};

export type Opened = Side & { readonly close: () => Promise<void> };

const hasBinary = existsSync(BINARY);
const WEB_FOLDER = join(import.meta.dir, "../../dist/web");
const PORT = 4784;

/** Tests of one side: `side()` is the open one of the running test, `place` is known before. */
export type Scenarios = (side: () => Side, place: Side["name"]) => void;

/** Runs scenarios on both sides. Arguments go to `hearth serve`. */
export function matrix(scenarios: Scenarios, serveArguments: readonly string[] = []): void {
  on("in process", inProcess, scenarios);
  overSocketOnly(scenarios, serveArguments);
}

/** Runs scenarios against the executable alone, one for the whole file. Without it they are skipped, in CI they fail. */
export function overSocketOnly(scenarios: Scenarios, serveArguments: readonly string[] = []): void {
  if (hasBinary || process.env["CI"] === "true") on("over a socket", () => overSocket(serveArguments), scenarios);
  else test.skip("over a socket: there is no executable, build it with: bun run build", () => {});
}

function on(place: Side["name"], open: () => Promise<Opened>, scenarios: Scenarios): void {
  describe(place, () => {
    let opened: Opened | undefined;
    beforeAll(async () => {
      opened = await open();
    });
    afterAll(() => opened?.close());
    scenarios(() => {
      if (opened === undefined) throw new Error("a scenario asked for its side before it was open");
      return opened;
    }, place);
  });
}

/** Returns a side in this process, bound as `hosting` says. */
export async function inProcess(
  hosting: {
    readonly allowHosts?: readonly string[];
    readonly boundToLoopback?: boolean;
    /** wrong keys, and wrong passwords, a minute from one address, 30 as in the program */
    readonly wrongKeys?: number;
    /** of the database; in memory without it */
    readonly path?: string;
    /** epoch ms; NOW without it */
    readonly now?: () => number;
  } = {},
): Promise<Opened> {
  const { context, store, histories } = memory(hosting.now ?? NOW, hosting.path);
  const access = openAccess(context);
  const requestsSeen = openRequestsSeen(context.now);
  const handler = await createHandler({
    context,
    histories,
    ingest: openIngest(context, access.forget),
    access,
    background: openBackground(context, histories, undefined),
    changes: openChanges(context, requestsSeen),
    requestsSeen,
    uploads: openUploads(context, (request, see) => importHeartbeats(store, request, see)),
    wrongKeys: attempts(hosting.wrongKeys ?? 30, 60_000),
    wrongPasswords: attempts(hosting.wrongKeys ?? 30, 60_000),
    allowHosts: hosting.allowHosts ?? [],
    boundToLoopback: hosting.boundToLoopback ?? true,
    webFolder: existsSync(WEB_FOLDER) ? WEB_FOLDER : undefined,
    version,
  });
  return {
    name: "in process",
    now: hosting.now ?? (() => NOW),
    send: described((sending: Sending) => {
      const init = requestInit(sending);
      if (!init.headers.has("host")) init.headers.set("host", `localhost:${PORT}`);
      // Behind a socket the URL is made of the header; here only a plain name is one wherever it comes from.
      const host = init.headers.get("host") ?? "";
      const authority = /^[a-z]+$/i.test(host) ? host : `localhost:${PORT}`;
      return handler(new Request(`http://${authority}${sending.path}`, init), "127.0.0.1");
    }),
    owner: newPerson(context, { name: "owner", timeZone: "UTC" }),
    person: (changes) => newPerson(context, changes),
    change({ user }, changes) {
      changeUser(context, user, changes);
      access.forget();
    },
    store,
    program: undefined,
    close: () => Promise.resolve(store.connection.client.close()),
  };
}

/** Returns a side behind a socket: the executable, started for it, serving a temporary directory. */
async function overSocket(serveArguments: readonly string[]): Promise<Opened> {
  const folder = temporaryFolder();
  const running = await serving(folder.path, ["--log-level", "debug", ...serveArguments]);
  const end = async () => {
    await running.stop();
    folder[Symbol.dispose]();
  };
  try {
    return await besideProgram(folder.path, running, end);
  } catch (fault) {
    await end();
    throw fault;
  }
}

async function besideProgram(
  directory: string,
  running: Awaited<ReturnType<typeof serving>>,
  end: () => Promise<void>,
): Promise<Opened> {
  const command = (...args: readonly string[]) => hearthOut([...args, "--data-dir", directory]);
  const ownKeys: string[] = [];
  for (const scope of SCOPES) ownKeys.push(await command("key", "create", scope, "--scope", scope));
  const connection = openDatabase(join(directory, "hearth.db"), { version });
  // Users and keys that tests add need not survive a power cut.
  connection.client.run("PRAGMA synchronous = OFF");
  const context: Context = {
    store: openStore(connection),
    now: Date.now,
    uuid: () => crypto.randomUUID(),
    log: () => {},
    serverZone: "UTC",
  };
  const [user] = allOf(context);
  if (user === undefined) throw new Error("the program made no user");
  return {
    name: "over a socket",
    now: Date.now,
    send: described((sending: Sending) => {
      const init = requestInit(sending);
      // What is not sent in process is not sent here either.
      if (!init.headers.has("user-agent")) init.headers.set("user-agent", "");
      return fetch(`${running.base}${sending.path}`, { ...init, redirect: "manual", decompress: false });
    }),
    owner: { user, keys: record(SCOPES, (scope) => ownKeys[SCOPES.indexOf(scope)] ?? "") },
    person: (changes) => newPerson(context, changes),
    change({ user }, changes) {
      changeUser(context, user, changes);
    },
    store: context.store,
    program: { directory, port: Number(new URL(running.base).port), log: running.err, command },
    async close() {
      closeDatabase(connection);
      await end();
    },
  };
}

function requestInit({ method, headers = {}, key, body }: Sending) {
  const sent = new Headers(headers);
  if (key !== undefined) sent.set("authorization", `Bearer ${key}`);
  const isRaw = typeof body === "string" || body instanceof Uint8Array;
  return {
    method: method ?? (body === undefined ? "GET" : "POST"),
    headers: sent,
    ...(body !== undefined && { body: isRaw ? (body as string | Uint8Array<ArrayBuffer>) : JSON.stringify(body) }),
  };
}

let made = 0;

function newPerson(context: Context, changes: UserChanges = {}): Person {
  const user = createUser(context, changes.name ?? `person${++made}`, { timeZone: "UTC", ...changes });
  return { user, keys: record(SCOPES, (scope) => createKey(context, user.id, scope, scope).key) };
}
