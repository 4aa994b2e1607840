// 201 means that it is on the disk, not only with the operating system.
import { expect } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { which } from "bun";
import { ask, hasBinary, newKey, startServing, testWith } from "../support/binary.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The calls that read a request, write the log, sync it, and send an answer, on files and sockets alike. */
const CALLS = "recvfrom,recvmsg,read,readv,sendto,sendmsg,write,writev,pwrite64,pwritev,fsync,fdatasync";

testWith(hasBinary, which("strace") !== null)(
  "the log is synced after its last write and before the 201 leaves, for every request",
  async () => {
    using folder = temporaryFolder();
    const key = await newKey(folder.path);
    const trace = join(folder.path, "trace");
    // -D: the server stays our own child, so that a signal reaches it and not the tracer. -yy: files by their paths.
    const strace = ["strace", "-D", "-f", "-yy", "-s", "4000", "-o", trace, "-e", `trace=${CALLS}`];
    await using server = startServing(folder.path, [], { prefix: strace });
    const base = await server.url;
    const bulks = [1, 5, 25].map((size, n) =>
      Array.from({ length: size }, (_, i) => ({ entity: `/sent-${n}-${i}.ts`, time: 1_750_000_000 + n * 1000 + i })),
    );
    for (const bulk of bulks)
      expect((await ask(base, key, "/api/v1/users/current/heartbeats.bulk", bulk)).status).toBe(201);
    expect(await server.stop()).toBe(0);

    const calls = wholeCalls(readFileSync(trace, "utf8"));
    for (const n of bulks.keys()) {
      const request = calls.findIndex((call) => call.includes(`/sent-${n}-0.ts`) && !call.includes("hearth.db"));
      const answer = calls.findIndex((call, i) => i > request && call.includes("HTTP/1.1 201"));
      expect(request).toBeGreaterThan(0);
      expect(answer).toBeGreaterThan(request);
      const onLog = calls.slice(request, answer).filter((call) => call.includes("hearth.db-wal>"));
      const isWrite = (call: string) => /^pwritev?(?:64)?\(/.test(call);
      const isSync = (call: string) => /^f(?:data)?sync\(.* = 0$/.test(call);
      expect(onLog.some(isWrite)).toBe(true);
      expect(onLog.findLastIndex(isSync)).toBeGreaterThan(onLog.findLastIndex(isWrite));
    }
  },
  30_000,
);

/** The calls of a trace, each in the line where it ended; the tracer splits one when another thread calls meanwhile. */
function wholeCalls(trace: string): string[] {
  const begun = new Map<string, string>();
  const calls: string[] = [];
  for (const line of trace.split("\n")) {
    const [, thread = "", call = ""] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const unfinished = / <unfinished \.\.\.>$/.exec(call);
    const resumed = /^<\.\.\. \w+ resumed>/.exec(call);
    if (unfinished !== null) begun.set(thread, call.slice(0, unfinished.index));
    else calls.push(resumed === null ? call : `${begun.get(thread)}${call.slice(resumed[0].length)}`);
  }
  return calls;
}
