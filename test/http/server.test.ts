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
