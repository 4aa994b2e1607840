import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readBody } from "../../src/http/body.ts";
import { errorResponse } from "../../src/http/errors.ts";
import { listen, type Server } from "../../src/http/server.ts";
import { exchange } from "../support/raw-http.ts";
import { errorShape } from "../support/scenario.ts";

/** Returns text as one chunk of a chunked body. */
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

describe("a body of any size gets our answer", () => {
  let server: Server | undefined;
  beforeAll(() => {
    server = listen(["127.0.0.1"], 0, async (request) => {
      try {
        return new Response(String((await readBody(request)).length));
      } catch (fault) {
        return errorResponse(fault);
      }
    });
  });
  afterAll(() => server?.stop(0));

  const HEAD = "POST /x HTTP/1.1\r\nHost: localhost\r\n";
  const MEGABYTE = " ".repeat(1_000_000);
  test.each([
    { name: "20 MB declared", head: "Content-Length: 20000000", pieces: [MEGABYTE] },
    { name: "9 TB declared", head: "Content-Length: 9000000000000", pieces: [MEGABYTE] },
    {
      name: "20 MB in chunks",
      head: "Transfer-Encoding: chunked",
      pieces: Array(20).fill(chunk(MEGABYTE)) as string[],
    },
  ])("$name", async ({ head, pieces }) => {
    const [answer] = await exchange(server?.port ?? 0, [`${HEAD}${head}\r\n\r\n`, ...pieces]);
    expect(answer?.status).toBe(413);
    expect(JSON.parse(answer?.body || "null")).toEqual(errorShape(413, { type: "TooLarge" }));
  });

  test("a small one is read", async () => {
    const [answer] = await exchange(server?.port ?? 0, [`${HEAD}Content-Length: 5\r\n\r\n`, "12345"]);
    expect(answer).toMatchObject({ status: 200, body: "5" });
  });
});

describe("addresses that overlap are served once each, on one port", () => {
  /** Addresses of this computer that answer at a port, of IPv4 (two of them) and IPv6. */
  async function answering(port: number): Promise<string> {
    const reached: string[] = [];
    for (const host of ["127.0.0.1", "127.0.0.2", "[::1]"]) {
      const answer = await fetch(`http://${host}:${port}/`).catch(() => undefined);
      if ((await answer?.text()) === "here") reached.push(host);
    }
    return reached.join(" ");
  }
  const EVERYWHERE = "127.0.0.1 127.0.0.2 [::1]";

  test.each([
    { hosts: ["127.0.0.1", "::1"], serves: ["127.0.0.1", "[::1]"], reached: "127.0.0.1 [::1]" },
    { hosts: ["0.0.0.0", "::"], serves: ["0.0.0.0", "[::]"], reached: EVERYWHERE },
    { hosts: ["::", "0.0.0.0"], serves: ["[::]", "0.0.0.0"], reached: EVERYWHERE },
    { hosts: ["127.0.0.1", "::1", "0.0.0.0"], serves: ["[::1]", "0.0.0.0"], reached: EVERYWHERE },
    { hosts: ["::", "::1"], serves: ["[::]"], reached: EVERYWHERE },
    { hosts: ["::1", "::", "127.0.0.1"], serves: ["[::]"], reached: EVERYWHERE },
    { hosts: ["127.0.0.1", "::1", "::", "0.0.0.0"], serves: ["[::]", "0.0.0.0"], reached: EVERYWHERE },
    { hosts: ["0.0.0.0", "127.0.0.1"], serves: ["0.0.0.0"], reached: "127.0.0.1 127.0.0.2" },
    { hosts: ["127.0.0.1", "127.0.0.1"], serves: ["127.0.0.1"], reached: "127.0.0.1" },
    { hosts: ["::1", "0:0:0:0:0:0:0:1"], serves: ["[::1]"], reached: "[::1]" },
    { hosts: ["0:0:0:0:0:0:0:0", "::1"], serves: ["[::]"], reached: EVERYWHERE },
    { hosts: ["::1", "127.0.0.1"], serves: ["[::1]", "127.0.0.1"], reached: "127.0.0.1 [::1]" },
    { hosts: ["0", "127.1"], serves: ["0.0.0.0"], reached: "127.0.0.1 127.0.0.2" },
    { hosts: ["::"], serves: ["[::]"], reached: EVERYWHERE },
  ])("$hosts", async ({ hosts, serves, reached }) => {
    const server = listen(hosts, 0, () => Promise.resolve(new Response("here")));
    try {
      expect(server.urls).toEqual(serves.map((host) => `http://${host}:${server.port}`));
      expect(server.missing).toEqual([]);
      expect(await answering(server.port)).toBe(reached);
    } finally {
      await server.stop(0);
    }
  });

  test("a port that another program has on one of them is busy, and the others are let go", async () => {
    const other = Bun.serve({ hostname: "::1", port: 0, fetch: () => new Response("other") });
    const port = other.port ?? 0;
    const take = (hosts: readonly string[]) => listen(hosts, port, () => Promise.resolve(new Response("here")));
    try {
      expect(() => take(["0.0.0.0", "::"])).toThrow(`cannot listen on :: port ${port}`);
      const server = take(["127.0.0.1"]);
      await server.stop(0);
    } finally {
      await other.stop(true);
    }
  });
});
