import { TIME_ZONE } from "../support/career.ts";
import type { Sent } from "../support/history.ts";

/** A request as a client sends it. */
export type Post = {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly heartbeats: number;
};

/** A client waits for company this long at most, µs of its heartbeats' own time. */
const PATIENCE_US = 86_400_000_000;

type Waiting = { readonly userAgent: string; readonly machine: string | undefined; readonly list: Sent[] };

/**
 * Yields the requests in which heartbeats arrive, each from one program on one machine. Most hold `size` heartbeats;
 * one whose oldest waited for a day goes as it is, and so does what is left at the end. A single one is no array.
 */
export function* posts(source: Iterable<Sent>, size: number): Generator<Post> {
  const clients = new Map<string, Waiting>();
  for (const sent of source) {
    const isBrowser = sent.heartbeat.plugin !== undefined;
    const client = isBrowser ? "browser" : sent.machine.name;
    const waiting = clients.get(client) ?? {
      userAgent: sent.userAgent,
      machine: isBrowser ? undefined : sent.machine.name,
      list: [],
    };
    waiting.list.push(sent);
    clients.set(client, waiting);
    for (const [name, one] of clients)
      if (one.list.length >= size || sent.timeUs - (one.list[0]?.timeUs ?? 0) > PATIENCE_US) {
        clients.delete(name);
        yield post(one, size);
      }
  }
  for (const one of clients.values()) yield post(one, size);
}

function post({ userAgent, machine, list }: Waiting, size: number): Post {
  const heartbeats = list.map(({ heartbeat }) => heartbeat);
  return {
    headers: {
      "content-type": "application/json",
      "user-agent": userAgent,
      timezone: TIME_ZONE,
      ...(machine !== undefined && { "x-machine-name": encodeURIComponent(machine) }),
    },
    body: new TextEncoder().encode(JSON.stringify(size === 1 ? heartbeats[0] : heartbeats)),
    heartbeats: list.length,
  };
}
