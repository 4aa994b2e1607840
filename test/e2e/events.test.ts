// Open streams of events do not hold a server up that is asked to stop, and end with it.
import { expect } from "bun:test";
import { serving, testBinary } from "../support/binary.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

testBinary(
  "a server with open pages stops at once, and their streams end",
  async () => {
    using folder = temporaryFolder();
    await using server = await serving(folder.path);
    const streams = await Promise.all([1, 2, 3].map(() => fetch(`${server.base}/-/events`)));
    for (const stream of streams) expect(stream.headers.get("content-type")).toStartWith("text/event-stream");
    const texts = streams.map((stream) => stream.text());
    const startedMs = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    for (const text of await Promise.all(texts)) expect(text).toContain("event: ping");
  },
  30_000,
);
