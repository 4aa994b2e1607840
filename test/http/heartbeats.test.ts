import { describe, expect, test } from "bun:test";
import { BASES } from "../../src/http/paths.ts";
import { matrix, type Person, type Side } from "../support/matrix.ts";
import { errorShape, play } from "../support/scenario.ts";

const BULK = "/api/hackatime/v1/users/current/heartbeats.bulk";
const PLAIN = "/api/hackatime/v1/users/current/heartbeats";

/** Epoch seconds, in the past of both sides. */
const T = 1_789_100_000;

const one = { time: T, entity: "/src/a.py", type: "file" };
const two = { time: T + 60.5, entity: "/src/b.py", type: "file" };
const timeless = { entity: "/src/c.py" };

const GOOD = [{ data: { id: expect.stringMatching(/^[1-9]\d*$/) } }, 201];
const BAD = [{ error: expect.stringMatching(/^[a-z].+/), type: expect.stringMatching(/^InvalidHeartbeat/) }, 400];
const pairs = (...responses: unknown[]) => ({ responses });
/** One accepted heartbeat on a plain path: its fields, `data` and `responses`. */
const FLAT = { id: expect.any(Number), ...one, data: { id: expect.any(String) }, responses: [GOOD] };

matrix((side) => {
  describe("an answer has the form of what was sent, and where", () => {
    test.each([
      { name: "an object", body: one, plain: FLAT, bulk: pairs(GOOD) },
      { name: "an array of one", body: [one], plain: FLAT, bulk: pairs(GOOD) },
      { name: "an array of two", body: [one, two], plain: pairs(GOOD, GOOD), bulk: pairs(GOOD, GOOD) },
      { name: "an empty array", body: [], plain: pairs(), bulk: pairs() },
      { name: "a wrapped list of one", body: { heartbeats: [one] }, plain: pairs(GOOD), bulk: pairs(GOOD) },
      { name: "an empty wrapped list", body: { heartbeats: [] }, plain: pairs(), bulk: pairs() },
      { name: "Hackatime's own wrapping", body: { hackatime: { heartbeats: [one, two] } }, plain: pairs(GOOD, GOOD) },
      { name: "one object wrapped", body: { hackatime: one }, plain: FLAT, bulk: pairs(GOOD) },
      { name: "an array with a bad one", body: [one, timeless, two], plain: pairs(GOOD, BAD, GOOD) },
      { name: "an array of one bad one", body: [timeless], plain: pairs(BAD), bulk: pairs(BAD) },
      {
        name: "scalars, null and lists among heartbeats",
        body: [null, one, 1, "x", true, [], [one], two, {}],
        plain: pairs(BAD, GOOD, BAD, BAD, BAD, BAD, BAD, GOOD, BAD),
      },
    ])("$name", async ({ name, body, plain, bulk = plain }) => {
      for (const [path, json] of [
        [PLAIN, plain],
        [BULK, bulk],
      ] as const) {
        const key = side().person().keys.full;
        const response = await side().send({ path, key, body });
        expect({ name, path, status: response.status }).toEqual({ name, path, status: 201 });
        expect(await response.json()).toEqual("id" in json ? expect.objectContaining(json) : json);
      }
    });

    test("a lone bad object is 400 on a plain path, and a bad pair on a bulk path", async () => {
      const { full: key } = side().person().keys;
      const error = errorShape(400, { error: "Invalid heartbeat", type: "InvalidHeartbeatTime" });
      await play(side(), { name: "plain", path: PLAIN, key, body: timeless, status: 400, json: error });
      await play(side(), { name: "bulk", path: BULK, key, body: timeless, status: 201, json: pairs(BAD) });
      await play(side(), { name: "empty", path: PLAIN, key, body: {}, status: 400, json: error });
    });

    test("nothing sent is echoed in a bad pair", async () => {
      const { full: key } = side().person().keys;
      const body = [{ time: "soon <b>", entity: "<script>", secret_field: "hunter2" }];
      await play(side(), {
        ...{ name: "bad", path: BULK, key, body, status: 201, json: pairs(BAD) },
        hasNot: ["<b>", "<script>", "hunter2"],
      });
    });
  });

  describe("a body is what its content says", () => {
    const list = JSON.stringify([one, two]);
    const forms = [
      { name: "plain JSON", body: list },
      { name: "spaces around it", body: ` \r\n\t${list}\n ` },
      { name: "a byte order mark", body: `\uFEFF${list}` },
      { name: "JSON in a JSON string", body: JSON.stringify(list) },
      { name: "a byte order mark in a JSON string", body: JSON.stringify(`\uFEFF${list}`) },
      { name: "gzip", body: Bun.gzipSync(Buffer.from(list)) },
      {
        name: "gzip of a JSON string with a byte order mark",
        body: Bun.gzipSync(Buffer.from(`\uFEFF${JSON.stringify(list)}`)),
      },
    ];
    const types = [
      { type: "application/json" },
      { type: "application/json; charset=utf-8" },
      { type: "text/plain;charset=UTF-8" },
      { type: "application/x-www-form-urlencoded" },
      { type: "multipart/form-data; boundary=x" },
      { type: "application/octet-stream" },
      { type: "" },
      { type: "nonsense" },
    ];
    test.each(forms)("$name, whatever its type", async ({ body }) => {
      for (const { type } of types) {
        const { full: key } = side().person().keys;
        const headers = { "content-type": type, ...(body instanceof Uint8Array && { "content-encoding": "gzip" }) };
        const response = await side().send({ path: BULK, key, headers, body });
        expect({ type, status: response.status }).toEqual({ type, status: 201 });
        expect(await response.json()).toEqual(pairs(GOOD, GOOD));
      }
    });

    test.each([
      { name: "nothing", body: "" },
      { name: "blanks", body: "  \n" },
      { name: "text", body: "hello" },
      { name: "half of a list", body: list.slice(0, -1) },
      { name: "a form", body: "time=1&entity=x" },
      { name: "a number", body: "42" },
      { name: "null", body: "null" },
      { name: "true", body: "true" },
      { name: "a string that is no JSON", body: '"hello"' },
      { name: "a string in a string in a string", body: JSON.stringify(JSON.stringify(list)) },
      { name: "broken gzip", body: Bun.gzipSync(Buffer.from(list)).slice(0, 30) },
      { name: "deep nesting without an end", body: "[".repeat(600) },
    ])("$name is 400", async ({ name, body }) => {
      const { full: key } = side().person().keys;
      for (const path of [PLAIN, BULK])
        await play(side(), {
          name,
          path,
          method: "POST",
          key,
          body,
          status: 400,
          json: errorShape(400, { type: "Malformed" }),
        });
    });
  });

  describe("limits", () => {
    const TOO_LARGE = errorShape(413, { type: "TooLarge" });
    const padded = (size: number) => JSON.stringify([one]).padEnd(size, " ");

    test("5 MB are taken, one byte more is not, as received and as unpacked", async () => {
      const { full: key } = side().person().keys;
      const most = padded(5_000_000);
      const send = async (body: string | Uint8Array) => (await side().send({ path: BULK, key, body })).status;
      expect(await send(most)).toBe(201);
      expect(await send(Bun.gzipSync(Buffer.from(most)))).toBe(201);
      await play(side(), { name: "plain", path: BULK, key, body: `${most} `, status: 413, json: TOO_LARGE });
      const packed = Bun.gzipSync(Buffer.from(`${most} `));
      await play(side(), { name: "packed", path: BULK, key, body: packed, status: 413, json: TOO_LARGE });
    });

    test("a gzip bomb is not unpacked", async () => {
      const { full: key } = side().person().keys;
      const bomb = Bun.gzipSync(Buffer.alloc(60_000_000, " "));
      await play(side(), { name: "bomb", path: BULK, key, body: bomb, status: 413, json: TOO_LARGE });
    });

    test("10,000 heartbeats are taken, 10,001 are not, and then none is kept", async () => {
      const person = side().person();
      const { full: key } = person.keys;
      const many = Array.from({ length: 10_001 }, (_, i) => ({ time: T + i, entity: `/f${i % 50}` }));
      await play(side(), { name: "too many", path: BULK, key, body: many, status: 413, json: TOO_LARGE });
      expect(storedOf(side(), person)).toBe(0);
      const answer = await (await side().send({ path: BULK, key, body: many.slice(1) })).json();
      expect((answer as { responses: unknown[] }).responses).toHaveLength(10_000);
      expect(storedOf(side(), person)).toBe(10_000);
    });
  });

  describe("copies", () => {
    const full = { ...one, category: "coding", project: "p", branch: "b", is_write: false, language: "Python" };

    test.each([
      { name: "the same", change: {}, isCopy: true },
      {
        name: "another machine and program",
        change: { machine: "m", user_agent: "wakatime/v1 (x) e/1" },
        isCopy: true,
      },
      { name: "another language, line and unknown field", change: { language: "Go", lineno: 3, x: 1 }, isCopy: true },
      { name: "is_write left out", change: { is_write: null }, isCopy: true },
      { name: "time as text", change: { time: String(T) }, isCopy: true },
      { name: "blanks around a name", change: { project: " p " }, isCopy: true },
      { name: "type left out", change: { type: "" }, isCopy: true },
      { name: "a microsecond later", change: { time: T + 0.000001 }, isCopy: false },
      { name: "another entity", change: { entity: "/src/b.py" }, isCopy: false },
      { name: "another type", change: { type: "app" }, isCopy: false },
      { name: "another category", change: { category: "debugging" }, isCopy: false },
      { name: "another project", change: { project: "q" }, isCopy: false },
      { name: "no branch", change: { branch: null }, isCopy: false },
      { name: "a write", change: { is_write: true }, isCopy: false },
      { name: "an AI session", change: { ai_session: "s" }, isCopy: false },
      { name: "tokens", change: { ai_output_tokens: 5 }, isCopy: false },
    ])("$name: a copy is $isCopy", async ({ change, isCopy }) => {
      const person = side().person();
      const { full: key } = person.keys;
      const ids = async (body: unknown) => idsOf(await (await side().send({ path: BULK, key, body })).json());
      const [first] = await ids([full]);
      const [again, withinOne] = await ids([
        { ...full, ...change },
        { ...full, ...change },
      ]);
      expect(again === first).toBe(isCopy);
      expect(withinOne).toBe(again as string);
      expect(storedOf(side(), person)).toBe(isCopy ? 1 : 2);
    });

    test("what one person sent is no copy for another", async () => {
      const ids: string[] = [];
      for (const { keys } of [side().person(), side().person()])
        ids.push(...idsOf(await (await side().send({ path: BULK, key: keys.full, body: [full] })).json()));
      expect(ids[0]).not.toBe(ids[1] as string);
    });
  });

  describe("every address clients have takes heartbeats and redirects none", () => {
    const tails = [
      ...["/users/current/heartbeats.bulk", "/users/current/heartbeats", "/users/somebody/heartbeats.bulk"],
      ...["/users/@x/heartbeats", "/heartbeats", "/heartbeats.bulk", "/heartbeat", "/my/heartbeats", ""],
    ];
    test.each(BASES.map((base) => ({ base })))("below $base", async ({ base }) => {
      for (const tail of tails)
        for (const path of [`${base}${tail}`, `${base}${tail}/`, `/${base}/${tail}//`]) {
          const person = side().person();
          const response = await side().send({
            path: path === "" ? "/" : path,
            key: person.keys.write,
            body: [one, two],
          });
          expect({ path, status: response.status }).toEqual({ path, status: 201 });
          expect(await response.json()).toEqual(pairs(GOOD, GOOD));
          expect(storedOf(side(), person)).toBe(2);
        }
    });

    test.each([
      "/api/v1/users/current/users/current/heartbeats.bulk",
      "/wakapi/users/current/heartbeats",
      "/a/b/c//users/current/heartbeats.bulk/",
      "/hackatime/v1/users/current/heartbeats.bulk?x=1",
    ])("%s", async (path) => {
      const person = side().person();
      expect((await side().send({ path, key: person.keys.write, body: [one, two] })).status).toBe(201);
      expect(storedOf(side(), person)).toBe(2);
    });

    test.each(["/api/heartbeat", "/api/heartbeat/", "/heartbeat", "/api/v1/heartbeats.bulk"])(
      "%s with the key behind it",
      async (path) => {
        const person = side().person();
        const response = await side().send({ path: `${path}${person.keys.write}`, body: [one, two] });
        expect(response.status).toBe(201);
        expect(storedOf(side(), person)).toBe(2);
      },
    );

    test.each(["/hackatime/v1", "/my/wakatime_setup", "/api/health", "/api/v1/stats"])(
      "POST %s is no redirect",
      async (path) => {
        const { full: key } = side().person().keys;
        await play(side(), { name: path, path, key, body: "[]", status: 404, json: errorShape(404) });
      },
    );
  });
});

function idsOf(answer: unknown): string[] {
  return (answer as { responses: [{ data: { id: string } }, number][] }).responses.map(([{ data }]) => data.id);
}

function storedOf({ store }: Side, { user }: Person): number {
  const query = store.connection.client.query<{ n: number }, [number]>(
    "SELECT count(*) AS n FROM heartbeats WHERE user_id = ?",
  );
  return query.get(user.id)?.n ?? 0;
}
