import { describe, expect, test } from "bun:test";
import { ROUTES } from "../../src/http/app.ts";
import { overSocketOnly } from "../support/matrix.ts";
import { exchange } from "../support/raw-http.ts";
import { errorShape } from "../support/scenario.ts";

const STATS = "/api/v1/users/my/stats";
const BULK = "/api/v1/users/current/heartbeats.bulk";
const heartbeats = JSON.stringify([{ time: 1_789_100_000, entity: "/a" }]);

/** Odd requests, as bytes. `KEY` stands for a full key. */
const CASES: readonly {
  readonly name: string;
  readonly request: readonly string[];
  readonly statuses: readonly number[];
  readonly has?: string;
  readonly isHead?: boolean;
  readonly halfClose?: boolean;
}[] = [
  { name: "HTTP/1.1 without Host", request: [`GET ${STATS}`, "Authorization: Bearer KEY"], statuses: [400] },
  {
    name: "HTTP/1.0 without Host, with a key",
    request: [`GET ${STATS} HTTP/1.0`, "Authorization: Bearer KEY"],
    statuses: [200],
    has: '"total_seconds":',
  },
  { name: "HTTP/1.0 without Host or key", request: [`GET ${STATS} HTTP/1.0`], statuses: [403], has: "HostNotAllowed" },
  { name: "HTTP/1.0 without Host, a page", request: ["GET / HTTP/1.0"], statuses: [403], has: "HostNotAllowed" },
  { name: "HTTP/1.0 without Host, health", request: ["GET /api/health HTTP/1.0"], statuses: [200], has: '"ok"' },
  {
    name: "HTTP/1.0 with Host and query",
    request: [`GET ${STATS}?limit=0 HTTP/1.0`, "Host: localhost", "Authorization: Bearer KEY"],
    statuses: [422],
    has: "limit",
  },
  {
    name: "a slash doubled at the front",
    request: [`GET //api//v1/users/my/stats`, "Host: localhost", "Authorization: Bearer KEY"],
    statuses: [200],
    has: '"total_seconds":',
  },
  {
    name: "the absolute form",
    request: [`GET http://localhost${STATS}?limit=x`, "Host: localhost", "Authorization: Bearer KEY"],
    statuses: [422],
    has: "limit",
  },
  {
    name: "the absolute form of another host",
    request: [`GET http://evil.example${STATS}`, "Host: evil.example"],
    statuses: [403],
    has: "HostNotAllowed",
  },
  {
    name: "two Hosts",
    request: [`GET ${STATS}`, "Host: localhost", "Host: evil.example"],
    statuses: [403],
    has: "HostNotAllowed",
  },
  {
    name: "two Hosts with a key",
    request: [`GET ${STATS}`, "Host: localhost", "Host: evil.example", "Authorization: Bearer KEY"],
    statuses: [200],
    has: '"total_seconds":',
  },
  {
    name: "two keys",
    request: [`GET ${STATS}`, "Host: localhost", "Authorization: Bearer KEY", "Authorization: Bearer KEY"],
    statuses: [401],
    has: "Invalid API key",
  },
  {
    name: "GET with a content type and no body",
    request: [`GET ${STATS}`, "Host: localhost", "Content-Type: application/json", "Authorization: Bearer KEY"],
    statuses: [200],
    has: '"total_seconds":',
  },
  {
    name: "GET with an empty body",
    request: [`GET ${STATS}`, "Host: localhost", "Content-Length: 0", "Authorization: Bearer KEY"],
    statuses: [200],
    has: '"total_seconds":',
  },
  {
    name: "GET with a body",
    request: [`GET ${STATS}`, "Host: localhost", "Content-Length: 2", "Authorization: Bearer KEY", "", "{}"],
    statuses: [200],
    has: '"total_seconds":',
  },
  {
    name: "POST without a body or length",
    request: [`POST ${BULK}`, "Host: localhost", "Authorization: Bearer KEY"],
    statuses: [400],
    has: "Malformed",
  },
  {
    name: "a header name in any case, a scheme in any case",
    request: [`GET ${STATS}`, "hOST: LOCALHOST:1", "AUTHORIZATION: bEARER KEY"],
    statuses: [200],
    has: '"total_seconds":',
  },
  {
    name: "a body that ends too early",
    request: [`POST ${BULK}`, "Host: localhost", "Authorization: Bearer KEY", "Content-Length: 1000", "", heartbeats],
    statuses: [],
    halfClose: true,
  },
  {
    name: "a method that no route has",
    request: [`DELETE ${STATS}`, "Host: localhost", "Authorization: Bearer KEY"],
    statuses: [404],
    has: "NotFound",
  },
  {
    name: "a broken escape",
    request: ["GET /api/v1/users/%ff%/stats", "Host: localhost", "Authorization: Bearer KEY"],
    statuses: [404],
    has: "User not found",
  },
  {
    name: "a way out of the folder",
    request: ["GET /assets/../../../../etc/passwd", "Host: localhost", "Authorization: Bearer KEY"],
    statuses: [404],
    has: "NotFound",
  },
  {
    name: "an escaped way out of the folder",
    request: ["GET /assets/..%2f..%2f..%2fetc/passwd", "Host: localhost", "Authorization: Bearer KEY"],
    statuses: [404],
    has: "NotFound",
  },
  {
    name: "a letter beyond ASCII in the path",
    request: ["GET /api/v1/users/möwe/stats", "Host: localhost", "Authorization: Bearer KEY"],
    statuses: [404],
    has: "User not found",
  },
];

overSocketOnly((side) => {
  const bytesOf = (request: readonly string[]) => {
    const [line = "", ...rest] = request;
    const full = [/ HTTP\//.test(line) ? line : `${line} HTTP/1.1`, ...rest];
    const text = rest.includes("") ? full.join("\r\n") : `${full.join("\r\n")}\r\n\r\n`;
    return text.replaceAll("KEY", side().owner.keys.full);
  };

  test.each(CASES)("$name", async ({ request, statuses, has, halfClose }) => {
    const answers = await exchange(side().program!.port, [bytesOf(request)], { halfClose: halfClose ?? false });
    expect(answers.map(({ status }) => status)).toEqual([...statuses]);
    if (has !== undefined) expect(answers[0]?.body).toContain(has);
    if (has !== undefined && (answers[0]?.status ?? 0) >= 400)
      expect(JSON.parse(answers[0]?.body ?? "")).toEqual(errorShape(answers[0]?.status ?? 0));
  });

  test("nothing of the body that ended too early was stored", async () => {
    const response = await side().send({ path: "/api/v1/my/heartbeats", key: side().owner.keys.read });
    expect(await response.json()).toMatchObject({ total_count: 0 });
  });

  describe("bodies in other ways", () => {
    const head = [`POST ${BULK}`, "Host: localhost", "Authorization: Bearer KEY"];
    const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
    const stored = expect.stringMatching(/^\{"responses":\[\[\{"data":\{"id":"\d+"\}\},201\]\]\}$/);

    test("Expect: 100-continue is answered before the body comes", async () => {
      const { port } = side().program!;
      const request = bytesOf([...head, "Expect: 100-continue", `Content-Length: ${heartbeats.length}`, "", ""]);
      const answers = await exchange(port, [request, heartbeats], { count: 2 });
      expect(answers.map(({ status }) => status)).toEqual([100, 201]);
      expect(answers[1]?.body).toEqual(stored);
    });

    test("in chunks", async () => {
      const request = bytesOf([...head, "Transfer-Encoding: chunked", "", ""]);
      const pieces = [request, chunk(heartbeats.slice(0, 5)), chunk(heartbeats.slice(5)), "0\r\n\r\n"];
      const [answer] = await exchange(side().program!.port, pieces);
      expect(answer).toMatchObject({ status: 201, body: stored });
    });

    test("in chunks of more than 5 MB", async () => {
      const request = bytesOf([...head, "Transfer-Encoding: chunked", "", ""]);
      const chunks = Array.from({ length: 90 }, () => chunk(" ".repeat(60_000)));
      const [answer] = await exchange(side().program!.port, [request, ...chunks, chunk(heartbeats), "0\r\n\r\n"]);
      expect(answer).toMatchObject({ status: 413 });
      expect(JSON.parse(answer?.body ?? "")).toEqual(errorShape(413));
    });

    test("both ways at once is refused", async () => {
      const request = bytesOf([
        ...head,
        "Transfer-Encoding: chunked",
        "Content-Length: 5",
        "",
        chunk(heartbeats),
        "0\r\n\r\n",
      ]);
      const [answer] = await exchange(side().program!.port, [request]);
      expect(answer?.status).toBe(400);
    });

    test("of 20 MB", async () => {
      const request = bytesOf([...head, "Content-Length: 20000000", "", ""]);
      const [answer] = await exchange(side().program!.port, [request, new Uint8Array(100_000)]);
      expect(answer?.status).toBe(413);
      expect(JSON.parse(answer?.body || "null")).toEqual(errorShape(413));
    });
  });

  test("two requests in one packet are answered in order", async () => {
    const request = bytesOf([`GET ${STATS}?limit=0`, "Host: localhost", "Authorization: Bearer KEY"]);
    const other = bytesOf(["GET /api/health", "Host: localhost"]);
    const answers = await exchange(side().program!.port, [request + other], { count: 2 });
    expect(answers.map(({ status }) => status)).toEqual([422, 200]);
  });

  test.each([
    ...ROUTES.filter(({ method, bases }) => method === "GET" && bases === "all").map(({ path }) => `/api/v1${path}`),
    "/api/health",
    "/",
    "/-/overview",
    "/api/nothing",
  ])("HEAD %s is GET without the body", async (path) => {
    const address = path.replace(":user", "my").replace(/:\w+/, "nobody");
    const answers = [];
    for (const method of ["GET", "HEAD"]) {
      const request = bytesOf([`${method} ${address}`, "Host: localhost", "Authorization: Bearer KEY"]);
      answers.push(...(await exchange(side().program!.port, [request], { isHead: method === "HEAD" })));
    }
    const [get, head] = answers;
    expect(head?.status).toBe(get?.status as number);
    expect(head?.body).toBe("");
    expect(head?.headers["content-type"]).toBe(get?.headers["content-type"] as string);
  });
});
