// A client in a process of its own, so that making and sending heartbeats takes no time from what is measured.
// A program: takes orders from client.ts.
import { arrivals, type HistoryOptions } from "../support/history.ts";
import { STATISTICS, type Target } from "./hearth.ts";
import { type Post, posts } from "./posts.ts";

const BULK = "/api/v1/users/current/heartbeats.bulk";
const SINGLE = "/api/v1/users/current/heartbeats";

export type Story = {
  readonly history: HistoryOptions;
  readonly skip?: number;
  readonly fromMs?: number;
  readonly size: number;
};

let told: Generator<Post> | undefined;
let prepared: readonly Post[] = [];
let polling = false;

const orders = {
  /** Starts a history, to be sent in requests of `size`; the first `skip` heartbeats and those before `fromMs` are left out. */
  open({ history, skip = 0, fromMs = 0, size }: Story) {
    const source = arrivals(history)
      .drop(skip)
      .filter(({ timeUs }) => timeUs >= fromMs * 1000);
    told = posts(source, size);
    return {};
  },

  /** Sends the next of the history as it is made; returns how many heartbeats that were, and in what time. */
  async fill({ target, heartbeats }: { target: Target; heartbeats: number }) {
    const startMs = performance.now();
    let sent = 0;
    const next = () => {
      const post = sent < heartbeats ? told?.next().value : undefined;
      sent += post?.heartbeats ?? 0;
      return post || undefined;
    };
    await sendAll(target, BULK, 2, next);
    return { heartbeats: sent, ms: performance.now() - startMs };
  },

  /** Makes the next requests of the history ready to be sent, as often as wanted; returns how many heartbeats they hold. */
  prepare({ requests }: { requests: number }) {
    prepared = Array.from({ length: requests }, () => told?.next().value).filter((post) => post instanceof Object);
    return prepared.reduce((sum, { heartbeats }) => sum + heartbeats, 0);
  },

  /** Sends what is prepared over so many connections, and asks for all-time statistics once a second meanwhile. */
  async bulk({ target, connections }: { target: Target; connections: number }) {
    let at = 0;
    let isOver = false;
    const reading = paced(
      1,
      () => isOver,
      () => timed(target, STATISTICS),
    );
    const sent = await sendAll(target, BULK, connections, () => prepared[at++]);
    isOver = true;
    return { ...sent, statistics: await reading };
  },

  /** Sends what is prepared at a steady pace, whether the answers come or not. */
  singles({ target, perSecond }: { target: Target; perSecond: number }) {
    return paced(
      perSecond,
      (run) => run === prepared.length,
      (run) => timed(target, SINGLE, prepared[run]),
    );
  },

  /** Asks at a steady pace until `rest`. */
  poll({ target, path, perSecond }: { target: Target; path: string; perSecond: number }) {
    polling = true;
    return paced(
      perSecond,
      () => !polling,
      () => timed(target, path),
    );
  },

  rest(_: object) {
    polling = false;
    return {};
  },

  /** Asks again and again, one after the other. */
  async ask({ target, path, times }: { target: Target; path: string; times: number }) {
    const latencies: number[] = [];
    for (let i = 0; i < times; i++) latencies.push(await timed(target, path));
    return latencies;
  },

  /** Asks two servers in turn for a path, or sends both the prepared heartbeats; neither has the first turn twice. */
  async alternate({ targets, path, times }: { targets: readonly [Target, Target]; path?: string; times: number }) {
    const latencies: [number[], number[]] = [[], []];
    for (let i = 0; i < times; i++)
      for (const turn of i % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const))
        latencies[turn].push(
          path === undefined ? await timed(targets[turn], SINGLE, prepared[i]) : await timed(targets[turn], path),
        );
    return latencies;
  },
};

export type Orders = typeof orders;

/** Sends one request and returns how long its answer took, ms. @throws Error for a status that is not expected. */
async function timed({ url, key }: Target, path: string, post?: Post): Promise<number> {
  const startMs = performance.now();
  const answer = await fetch(url + path, {
    method: post === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${key}`, ...post?.headers },
    ...(post !== undefined && { body: post.body as Uint8Array<ArrayBuffer> }),
  });
  const body = await answer.arrayBuffer();
  const ms = performance.now() - startMs;
  if (answer.status !== (post === undefined ? 200 : 201))
    throw new Error(`${path} answered ${answer.status}: ${new TextDecoder().decode(body).slice(0, 300)}`);
  return ms;
}

/** Sends posts over so many connections, on each the next one after the answer to the one before. */
async function sendAll(target: Target, path: string, connections: number, next: () => Post | undefined) {
  const latencies: number[] = [];
  let heartbeats = 0;
  const startMs = performance.now();
  const connection = async () => {
    for (let post = next(); post !== undefined; post = next()) {
      latencies.push(await timed(target, path, post));
      heartbeats += post.heartbeats;
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
  return { latencies, heartbeats, ms: performance.now() - startMs };
}

/** Begins `work` at a steady pace however long it takes, and returns what each came to. */
async function paced(perSecond: number, isOver: (run: number) => boolean, work: (run: number) => Promise<number>) {
  const latencies: Promise<number>[] = [];
  const startMs = performance.now();
  for (let run = 0; !isOver(run); run++) {
    const waitMs = startMs + (run * 1000) / perSecond - performance.now();
    if (waitMs > 0) await Bun.sleep(waitMs);
    if (isOver(run)) break;
    latencies.push(work(run));
  }
  return Promise.all(latencies);
}

export type Message = { readonly id: number; readonly kind: keyof Orders; readonly input: never };

process.on("message", async ({ id, kind, input }: Message) => {
  const answer = orders[kind] as (input: never) => unknown;
  try {
    process.send?.({ id, result: await answer(input) });
  } catch (fault) {
    process.send?.({ id, fault: fault instanceof Error ? fault.message : String(fault) });
  }
});
process.on("disconnect", () => process.exit());
process.send?.({ id: 0 });
