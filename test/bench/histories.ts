import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Client } from "./client.ts";
import { hearth, serve } from "./hearth.ts";
import type { Story } from "./load.ts";

/** A data directory with heartbeats in it and no server on it. */
export type Filled = {
  readonly directory: string;
  readonly key: string;
  readonly heartbeats: number;
  /** how long they took to send, ms */
  readonly ms: number;
};

/** Heartbeats in a request of the filling: an editor's queue after a long journey. */
export const FILL_SIZE = 1_000;

/** Makes a data directory and sends the first `heartbeats` of a story to a server on it. */
export async function fill(client: Client, directory: string, story: Story, heartbeats: number): Promise<Filled> {
  mkdirSync(directory, { recursive: true });
  const key = await hearth(directory, "key", "create", "bench");
  await using server = await serve(directory);
  await client.order("open", story);
  const { ms, heartbeats: sent } = await client.order("fill", { target: { url: server.url, key }, heartbeats });
  return { directory, key, heartbeats: sent, ms };
}

/**
 * Makes a data directory as `fill` does, or copies the one that an earlier run left in `keep`; leaves a copy there when
 * there is none. Without `keep` it only makes it.
 */
export async function fillOrCopy(
  client: Client,
  directory: string,
  story: Story,
  heartbeats: number,
  keep: string | undefined,
): Promise<Filled> {
  if (keep === undefined) return fill(client, directory, story, heartbeats);
  const facts = `${keep}.json`;
  if (existsSync(facts)) {
    cpSync(keep, directory, { recursive: true });
    return { ...(JSON.parse(readFileSync(facts, "utf8")) as Filled), directory };
  }
  const filled = await fill(client, directory, story, heartbeats);
  cpSync(directory, keep, { recursive: true });
  writeFileSync(facts, JSON.stringify(filled));
  return filled;
}

/** Returns the end of the histories kept in a folder, epoch ms; `nowMs` for a folder without any, where it is noted. */
export function endOfKept(folder: string | undefined, nowMs: number): number {
  if (folder === undefined) return nowMs;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "end-ms");
  if (!existsSync(path)) writeFileSync(path, String(nowMs));
  return Number(readFileSync(path, "utf8"));
}
