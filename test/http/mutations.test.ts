import { describe, expect, test } from "bun:test";
import { type Random, random } from "../../src/domain/random.ts";
import { asked } from "../support/asking.ts";
import { clientFixtures } from "../support/client-fixtures.ts";
import { matrix, type Person, type Side } from "../support/matrix.ts";

const BULK = "/api/v1/users/current/heartbeats.bulk";
const PLAIN = "/api/hackatime/v1/users/current/heartbeats";
const T = 1_780_000_000;

/** Requests in flight at once, as from eight editors. */
const CONNECTIONS = 8;
/** In process the same is proved with fewer. */
const COUNT = { "in process": 2_000, "over a socket": 10_000 } as const;

const BODIES = clientFixtures()
  .filter(({ path }) => !/experts|errors/.test(path))
  .map(({ body }) => Buffer.from(body));

/** Values that no client should send. */
const HOSTILE: readonly ((at: Random) => unknown)[] = [
  () => null,
  () => "",
  () => "\u0000\u0001\uFFFF",
  () => "\uD800 alone, and \uDC00",
  () => "<<LAST_PROJECT>>",
  () => "<<LAST_LANGUAGE>>",
  () => -0,
  (at) => at.pick([1e308, -1e308, 5e-324, 2 ** 53, -(2 ** 63), 1e21, 0.1]),
  (at) => at.whole(-1000, 1000),
  (at) => (at.chance(0.5) ? "x".repeat(at.whole(1, 5_000)) : "🦀".repeat(at.whole(1, 500))),
  (at) => at.pick(["1e3", "NaN", "Infinity", "-1", "0x10", "١٢", "2025-02-30T25:61:61Z", "9".repeat(400)]),
  () => ["a", ["b", { c: [null] }]],
  () => ({ toString: 1, __proto__: 2, constructor: { prototype: {} }, length: -1 }),
  () => true,
  (at) => nested(at.whole(1, 400)),
  () => "'; DROP TABLE heartbeats; --",
  () => '{a,"b,c",{d}',
  () => "%E2%28%A1 %00 %ff",
];

const FIELDS = [
  ...["time", "entity", "type", "category", "project", "branch", "language", "dependencies", "lines", "lineno"],
  ...["cursorpos", "is_write", "user_agent", "plugin", "editor", "machine", "operating_system", "ai_session", "os"],
  ...["ai_model", "ai_input_tokens", "ai_line_changes", "human_line_changes", "alternate_project", "lines_in_file"],
  ...[
    "line_additions",
    "project_root_count",
    "ai_subscription_plan",
    "id",
    "unknown",
    "toString",
    "hackatime",
    "heartbeats",
  ],
];

type Answer = { readonly responses?: readonly (readonly [Readonly<Record<string, unknown>>, number])[] };

matrix((side, place) => {
  const count = COUNT[place];

  describe(`${count} bodies`, () => {
    test("with mutated bytes are taken or refused, and never break anything", async () => {
      const person = side().person();
      const faults = await inParallel(count, async (i) => {
        const at = random(7, i);
        const intact = at.pick(BODIES);
        const mutated = mutatedBytes(at, at.chance(0.1) ? Bun.gzipSync(intact) : intact);
        const response = await side().send({ path: at.pick([BULK, PLAIN]), key: person.keys.write, body: mutated });
        const text = await response.text();
        if (response.status === 400) return /^\{"error":".+"status":400\}$/.test(text) ? undefined : text;
        return response.status === 201 ? faultOf(text, elementsIn(mutated)) : `${response.status} ${text}`;
      });
      expect(faults).toEqual([]);
      await expectWell(side(), person);
    }, 120_000);

    test("with a mutated element lose no neighbour, and get a pair for each element", async () => {
      const person = side().person();
      const faults = await inParallel(count, async (i) => {
        const at = random(11, i);
        const before = { time: T + i * 10, entity: `/before/${i}`, project: "neighbour", language: "Go" };
        const after = { time: T + i * 10 + 5, entity: `/after/${i}`, project: "neighbour", is_write: true };
        const body = [before, mutatedElement(at, { ...before, time: T + i * 10 + 1 }), after];
        const response = await side().send({ path: at.pick([BULK, PLAIN]), key: person.keys.write, body });
        const text = await response.text();
        if (response.status !== 201) return `${response.status} ${text}`;
        const { responses } = JSON.parse(text) as Answer;
        const isKept = responses?.[0]?.[1] === 201 && responses[2]?.[1] === 201;
        return isKept ? faultOf(text, 3) : `a neighbour was refused: ${text}`;
      });
      expect(faults).toEqual([]);
      const neighbours = side()
        .store.connection.client.query<{ n: number }, [number]>(
          "SELECT count(*) AS n FROM heartbeats AS h JOIN names ON names.id = h.entity_id " +
            "WHERE h.user_id = ? AND (names.value LIKE '/before/%' OR names.value LIKE '/after/%') AND h.time % 5000000 = 0",
        )
        .get(person.user.id)?.n;
      expect(neighbours).toBe(2 * count);
      await expectWell(side(), person);
    }, 120_000);
  });
});

/** Whatever was stored, everything about it can still be asked, and it is what a rebuild makes of it. */
async function expectWell(side: Side, person: Person): Promise<void> {
  for (const path of [
    "/api/v1/users/my/stats",
    "/api/v1/users/my/heartbeats/spans",
    "/api/v1/my/heartbeats?limit=10000",
    "/api/v1/my/heartbeats/most_recent",
    "/api/v1/users/current/statusbar/today",
  ])
    await asked(side, person, path);
  // Time goes on between two questions.
  const all = async () => ({ ...(await asked(side, person, "/-/overview?range=all_time")), now_ms: 0 });
  const before = await all();
  await side.program?.command("rebuild", "--user", person.user.name);
  expect(await all()).toEqual(before);
  expect(side.program?.log() ?? "").not.toMatch(/ ERROR | bug in hearth/);
}

/** Returns what is wrong with the pairs of an answer, undefined when nothing is. */
function faultOf(text: string, elements: number | undefined): string | undefined {
  const { responses } = JSON.parse(text) as Answer;
  if (responses === undefined || (elements !== undefined && responses.length !== elements))
    return `${elements} elements got ${text}`;
  const isPair = (body: Readonly<Record<string, unknown>>, status: number) =>
    status === 201
      ? /^\{"data":\{"id":"\d+"\}\}$/.test(JSON.stringify(body))
      : status === 400 && typeof body["error"] === "string" && typeof body["type"] === "string";
  return responses.every(([body, status]) => isPair(body, status)) ? undefined : text;
}

/** Runs `work` for 0 … count − 1, a few at a time; returns the faults it found, with their numbers. */
async function inParallel(count: number, work: (i: number) => Promise<string | undefined>): Promise<string[]> {
  const faults: string[] = [];
  let next = 0;
  const worker = async () => {
    for (let i = next++; i < count && faults.length < 10; i = next++) {
      const fault = await work(i);
      if (fault !== undefined) faults.push(`${i}: ${fault.slice(0, 500)}`);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
  return faults;
}

/** Returns the bytes with one to four places changed, cut out, doubled or cut off. */
function mutatedBytes(at: Random, intact: Uint8Array): Uint8Array {
  let bytes = Buffer.from(intact);
  for (let i = at.whole(1, 5); i > 0; i--) {
    const place = at.whole(0, bytes.length + 1);
    const end = Math.min(bytes.length, place + at.whole(1, 12));
    const [head, middle, tail] = [bytes.subarray(0, place), bytes.subarray(place, end), bytes.subarray(end)];
    const noise = Buffer.from(Array.from({ length: at.whole(1, 4) }, () => at.whole(0, 256)));
    const syntax = Buffer.from(at.pick(['"', "{", "}", "[", "]", ",", ":", "\\", "null", "1e9", "-", "\u0000"]));
    const kind = at.whole(0, 7);
    if (kind === 0) bytes = Buffer.concat([head, tail]);
    else if (kind === 1) bytes = Buffer.concat([head, middle, middle, tail]);
    else if (kind === 2) bytes = Buffer.concat([head, noise, middle, tail]);
    else if (kind === 3) bytes = Buffer.concat([head, noise, tail]);
    else if (kind === 4) bytes = Buffer.concat([head, syntax, middle, tail]);
    else if (kind === 5 && at.chance(0.2)) bytes = Buffer.from(head);
    else if (place < bytes.length)
      bytes = Buffer.concat([head, Buffer.from([at.whole(32, 127)]), bytes.subarray(place + 1)]);
  }
  return bytes;
}

/** Returns how many pairs a body must get, undefined where that cannot be told from outside. */
function elementsIn(bytes: Uint8Array): number | undefined {
  if (bytes[0] === 0x1f) return undefined;
  let json: unknown = JSON.parse(new TextDecoder().decode(bytes));
  if (typeof json === "string") json = JSON.parse(json);
  return Array.isArray(json) ? json.length : undefined;
}

function mutatedElement(at: Random, intact: Readonly<Record<string, unknown>>): unknown {
  if (at.chance(0.1)) return at.pick(HOSTILE)(at);
  const fields = Array.from({ length: at.whole(1, 6) }, () => [at.pick(FIELDS), at.pick(HOSTILE)(at)] as const);
  return { ...intact, ...Object.fromEntries(fields) };
}

function nested(depth: number): unknown {
  return depth === 0 ? 1 : depth % 2 === 0 ? [nested(depth - 1)] : { a: nested(depth - 1) };
}
