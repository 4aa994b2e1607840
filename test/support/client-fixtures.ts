import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Person, Sending } from "./matrix.ts";

const FOLDER = join(import.meta.dir, "../fixtures/clients");

/** A request as a real client sends it, and what must come of it. */
export type ClientFixture = {
  readonly name: string;
  readonly sender: string;
  /** *api_url*: below what the user configured; *full*: that is the whole address; *host*: an address of its own */
  readonly base: "api_url" | "full" | "host";
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly api_key_used: string;
  readonly expected_answer: {
    readonly status: number;
    /** statuses of the pairs */
    readonly pairs?: readonly number[];
    /** one heartbeat on a plain path: its fields stand beside the pair */
    readonly flat?: boolean;
    readonly json?: unknown;
  };
  /** the heartbeats as they are listed, ascending, when nothing else was ever sent */
  readonly expected: readonly ExpectedHeartbeat[];
  /** the same when all other fixtures were sent, too; absent when nothing differs */
  readonly expected_after_the_others?: readonly ExpectedHeartbeat[];
  /** per heartbeat, the fields that Hearth does not know */
  readonly expected_extra?: readonly (object | null)[];
  readonly body: string;
};

type ExpectedHeartbeat = { readonly time: number } & Readonly<Record<string, unknown>>;

/** Returns every fixture, by name. */
export function clientFixtures(): ClientFixture[] {
  const read = (file: string) => readFileSync(join(FOLDER, file), "utf8");
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(".headers.json"))
    .sort()
    .map((file) => {
      const name = file.slice(0, -".headers.json".length);
      return { ...JSON.parse(read(file)), name, body: read(`${name}.json`) } as ClientFixture;
    });
}

/** Returns the addresses that the client may have below a base of the API. */
export function addressesOf({ base, path }: ClientFixture, apiBase: string): string[] {
  if (base === "api_url") return [`${apiBase}${path}`];
  if (base === "full") return [`${apiBase}/users/current/heartbeats.bulk`, apiBase || "/"];
  return [`${apiBase}${path.replace(/^\/api/, "")}`];
}

/** Returns the client's request at an address, with the key of a person in place of its own. */
export function requestOf(fixture: ClientFixture, address: string, { keys }: Person): Sending {
  const own = fixture.api_key_used;
  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const exchanged = (text: string) => text.replaceAll(own, keys.full).replaceAll(base64(own), base64(keys.full));
  const query = new URLSearchParams(Object.entries(fixture.query)).toString();
  return {
    method: "POST",
    path: exchanged(query === "" ? address : `${address}?${query}`),
    // Bytes beyond ASCII go over the wire as they are; here a character stands for each of them.
    headers: Object.fromEntries(
      Object.entries(fixture.headers).map(([name, value]) => [name, Buffer.from(exchanged(value)).toString("latin1")]),
    ),
    body: fixture.body,
  };
}
