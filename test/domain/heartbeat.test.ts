import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  COUNT_FIELDS,
  type Heartbeat,
  identityText,
  isRefusal,
  parseHeartbeat,
  type Refusal,
} from "../../src/domain/heartbeat.ts";

/** 2026-08-10T12:00:00Z */
const NOW_MS = 1_786_363_200_000;
const TIME = 1_751_328_000.25;

/** Returns the heartbeat. @throws Error when it is none. */
function parsed(element: unknown): Heartbeat {
  const heartbeat = parseHeartbeat(element, NOW_MS);
  if (isRefusal(heartbeat)) throw new Error(heartbeat.error);
  return heartbeat;
}

/** Returns what Hearth makes of a field sent beside a time. */
const withField = (name: string, value: unknown) => parsed({ time: TIME, [name]: value });

/** Returns an object as a client's JSON gives it: `__proto__` is a field like any other. */
const fromJson = (json: string) => JSON.parse(json) as unknown;

describe("an element", () => {
  test("with nothing but a time is a heartbeat", () => {
    expect(parsed({ time: TIME })).toEqual({
      timeUs: 1_751_328_000_250_000,
      precision: "ms",
      texts: {},
      counts: {},
      isWrite: undefined,
      dependencies: [],
      sentinels: { project: false, language: false, branch: false },
      extra: undefined,
    });
  });

  test("with everything that clients send today keeps it", () => {
    const texts = {
      entity: "/home/ada/tide/main.go",
      type: "file",
      category: "ai coding",
      project: "tide",
      branch: "main",
      language: "Go",
      user_agent: "wakatime/v2.26.5",
      plugin: "vim/9 vim-wakatime/11",
      editor: "vim",
      operating_system: "linux",
      machine: "studio",
      ai_model: "sonnet-5",
      ai_session: "8f",
      ai_subscription_plan: "pro",
    };
    const counts = Object.fromEntries(COUNT_FIELDS.map((field, i) => [field, i + 1]));
    const heartbeat = parsed({ time: TIME, ...texts, ...counts, is_write: true, dependencies: ["fmt"] });
    expect(heartbeat.texts).toEqual(texts);
    expect(heartbeat.counts).toEqual(counts);
    expect(heartbeat).toMatchObject({ isWrite: true, dependencies: ["fmt"], extra: undefined });
  });

  test("of the old Python client, every key there and empty, is as one without them", () => {
    const heartbeat = parsed({
      ...{ time: TIME, entity: "a.py", type: "file", category: null, is_write: null, project: null, branch: "" },
      ...{ language: null, dependencies: [], lines: null, lineno: "3", cursorpos: "9", user_agent: "x" },
    });
    expect(heartbeat.texts).toEqual({ entity: "a.py", type: "file", user_agent: "x" });
    expect(heartbeat.counts).toEqual({ lineno: 3, cursorpos: 9 });
    expect(heartbeat).toMatchObject({ isWrite: undefined, dependencies: [], extra: undefined });
  });

  test.each<{ name: string; element: unknown; expected: Refusal }>([
    ...[null, undefined, 7, "text", true, [], [{ time: TIME }]].map((element) => ({
      name: JSON.stringify(element) ?? "nothing",
      element,
      expected: { error: "a heartbeat must be a JSON object", type: "InvalidHeartbeat" } as const,
    })),
    { name: "an empty object", element: {}, expected: { error: "time is required", type: "InvalidHeartbeatTime" } },
    {
      name: "a time that is none",
      element: { time: "soon", entity: "a.ts" },
      expected: { error: "time must be epoch seconds or an ISO 8601 date-time", type: "InvalidHeartbeatTime" },
    },
  ])("that is $name is refused, and said why", ({ element, expected }) => {
    const refusal = parseHeartbeat(element, NOW_MS);
    expect(refusal).toEqual(expected);
    expect(isRefusal(refusal)).toBe(true);
  });
});

describe("a text", () => {
  const long = "n".repeat(300);
  test.each<{ name: string; sent: unknown; expected: string | undefined }>([
    { name: "as it is", sent: "tide", expected: "tide" },
    { name: "in its own case", sent: "Tide", expected: "Tide" },
    { name: "of 300 characters", sent: long, expected: long },
    { name: "with emoji", sent: "🌊 tide 👩‍💻", expected: "🌊 tide 👩‍💻" },
    { name: "with half an emoji", sent: "a\ud83cb", expected: "a\ufffdb" },
    { name: "between blanks", sent: "  tide \n", expected: "tide" },
    { name: "with NUL", sent: "ti\0de", expected: "tide" },
    { name: "with control characters", sent: "\u0001t\u001bi\u007fd\u0085e\t", expected: "tide" },
    { name: "of control characters alone", sent: "\0\u0007", expected: undefined },
    { name: "empty", sent: "", expected: undefined },
    { name: "blank", sent: " \t ", expected: undefined },
    { name: "null", sent: null, expected: undefined },
    { name: "a number", sent: 2025, expected: "2025" },
    { name: "a broken number", sent: 1.5, expected: "1.5" },
    { name: "true", sent: true, expected: undefined },
    { name: "an array", sent: ["tide"], expected: undefined },
    { name: "an object", sent: { name: "tide" }, expected: undefined },
  ])("$name", ({ sent, expected }) => {
    const { texts } = withField("project", sent);
    expect(texts).toEqual(expected === undefined ? {} : { project: expected });
  });

  test("bad in one field loses no other", () => {
    const heartbeat = parsed({ time: TIME, project: { a: 1 }, lines: "many", is_write: "perhaps", entity: "a.ts" });
    expect(heartbeat).toMatchObject({ texts: { entity: "a.ts" }, counts: {}, isWrite: undefined });
  });
});

describe("a whole number", () => {
  test.each<{ name: string; sent: unknown; expected: number | undefined }>([
    { name: "a number", sent: 12, expected: 12 },
    { name: "zero", sent: 0, expected: 0 },
    { name: "less than zero", sent: -4, expected: -4 },
    { name: "text", sent: "12", expected: 12 },
    { name: "text below zero", sent: "-4", expected: -4 },
    { name: "text between blanks", sent: " 12 ", expected: 12 },
    { name: "a fraction, cut", sent: 12.9, expected: 12 },
    { name: "text of a fraction, cut", sent: "12.9", expected: 12 },
    { name: "a fraction below zero, cut", sent: -0.5, expected: 0 },
    { name: "the greatest there is", sent: Number.MAX_SAFE_INTEGER, expected: Number.MAX_SAFE_INTEGER },
    { name: "more than that", sent: 2 ** 53, expected: undefined },
    { name: "text of more than that", sent: "99999999999999999999", expected: undefined },
    { name: "infinite", sent: Number.POSITIVE_INFINITY, expected: undefined },
    { name: "empty text", sent: "", expected: undefined },
    { name: "blank text", sent: " ", expected: undefined },
    { name: "a word", sent: "many", expected: undefined },
    { name: "hexadecimal text", sent: "0x10", expected: undefined },
    { name: "null", sent: null, expected: undefined },
    { name: "true", sent: true, expected: undefined },
    { name: "an array", sent: [12], expected: undefined },
  ])("$name: $sent", ({ sent, expected }) => {
    const { counts } = withField("ai_line_changes", sent);
    expect(counts).toEqual(expected === undefined ? {} : { ai_line_changes: expected });
    expect(Object.is(counts.ai_line_changes, -0)).toBe(false);
  });
});

describe("is_write", () => {
  test.each<{ sent: unknown; expected: boolean | undefined }>([
    ...[true, 1, "1", "true", "TRUE", " True "].map((sent) => ({ sent, expected: true })),
    ...[false, 0, "0", "false", "FALSE"].map((sent) => ({ sent, expected: false })),
    ...[null, "", "yes", 2, [true], {}].map((sent) => ({ sent, expected: undefined })),
  ])("$sent is $expected", ({ sent, expected }) => {
    expect(withField("is_write", sent).isWrite).toBe(expected as boolean);
  });
});

describe("dependencies", () => {
  test.each<{ name: string; sent: unknown; expected: readonly string[] }>([
    { name: "an array", sent: ["react", "bun"], expected: ["react", "bun"] },
    { name: "each once", sent: ["react", "bun", "react"], expected: ["react", "bun"] },
    { name: "without what is no text", sent: ["react", null, "", {}, ["bun"], 3], expected: ["react", "3"] },
    { name: "cleaned", sent: [" react\0 "], expected: ["react"] },
    { name: "PostgreSQL array text", sent: "{react,bun}", expected: ["react", "bun"] },
    { name: "the same, quoted", sent: '{"a,b","c d",e}', expected: ["a,b", "c d", "e"] },
    { name: "the same, escaped", sent: '{"say \\"hi\\"","back\\\\slash"}', expected: ['say "hi"', "back\\slash"] },
    { name: "the same, empty", sent: "{}", expected: [] },
    { name: "the same, between blanks", sent: " { a , b } ", expected: ["a", "b"] },
    { name: "the same, nothing in it", sent: "{NULL,a,null}", expected: ["a"] },
    { name: "the same, a word for nothing in quotes", sent: '{"NULL"}', expected: ["NULL"] },
    { name: "with commas", sent: "react, bun,elysia", expected: ["react", "bun", "elysia"] },
    { name: "one", sent: "react", expected: ["react"] },
    { name: "commas alone", sent: ",,", expected: [] },
    { name: "half an array text", sent: "{react", expected: ["{react"] },
    { name: "a quote that is never closed", sent: '{"a,b}', expected: ["a,b"] },
    { name: "empty text", sent: "", expected: [] },
    { name: "null", sent: null, expected: [] },
    { name: "a number", sent: 7, expected: [] },
    { name: "an object", sent: { 0: "react" }, expected: [] },
  ])("$name: $sent", ({ sent, expected }) => {
    expect(withField("dependencies", sent).dependencies).toEqual(expected);
  });
});

describe("another spelling of a field", () => {
  test.each([
    { alias: "alternate_project", field: "project", sent: "tide", other: "harbor" },
    { alias: "os", field: "operating_system", sent: "Linux", other: "macOS" },
  ])("$alias is $field, which wins when both are sent, in any order", ({ alias, field, sent, other }) => {
    expect(withField(alias, sent).texts).toEqual({ [field]: sent });
    expect(withField(alias, sent).extra).toBeUndefined();
    for (const both of [
      { time: TIME, [alias]: sent, [field]: other },
      { time: TIME, [field]: other, [alias]: sent },
    ])
      expect(parsed(both).texts).toEqual({ [field]: other });
    for (const blank of [null, "", {}])
      expect(parsed({ time: TIME, [field]: blank, [alias]: sent }).texts).toEqual({ [field]: sent });
  });

  test("lines_in_file is lines, which wins when both are sent, in any order", () => {
    expect(withField("lines_in_file", "12").counts).toEqual({ lines: 12 });
    expect(parsed({ time: TIME, lines_in_file: 12, lines: 9 }).counts).toEqual({ lines: 9 });
    expect(parsed({ time: TIME, lines: 9, lines_in_file: 12 }).counts).toEqual({ lines: 9 });
    expect(parsed({ time: TIME, lines: "many", lines_in_file: 12 }).counts).toEqual({ lines: 12 });
  });

  test("plugin is kept beside user_agent: the agent is looked for in both", () => {
    expect(parsed({ time: TIME, plugin: "a/1", user_agent: "b/2" }).texts).toEqual({
      plugin: "a/1",
      user_agent: "b/2",
    });
  });

  test("a sentinel in another spelling is one", () => {
    expect(withField("alternate_project", "<<LAST_PROJECT>>").sentinels.project).toBe(true);
  });
});

describe("sentinels", () => {
  test.each([
    { field: "project", sent: "<<LAST_PROJECT>>" },
    { field: "language", sent: " <<LAST_LANGUAGE>> " },
    { field: "branch", sent: "<<LAST_BRANCH>>" },
  ] as const)("$sent as $field", ({ field, sent }) => {
    const none = { project: false, language: false, branch: false };
    const { sentinels, texts } = withField(field, sent);
    expect(sentinels).toEqual({ ...none, [field]: true });
    expect(texts).toEqual({ [field]: sent.trim() });
  });

  test("in a field of another kind are plain text", () => {
    expect(withField("project", "<<LAST_BRANCH>>").sentinels.project).toBe(false);
  });
});

describe("fields that Hearth does not know", () => {
  test.each<{ name: string; json: string; expected: unknown }>([
    {
      name: "values of every kind",
      json: '{"a":1,"b":"x","c":null,"d":[true]}',
      expected: { a: 1, b: "x", c: null, d: [true] },
    },
    {
      name: "objects in objects",
      json: '{"metadata":{"a":{"b":[1,{"c":2}]}}}',
      expected: { metadata: { a: { b: [1, { c: 2 }] } } },
    },
    {
      name: "control characters in values",
      json: '{"a":"x\\u0000y","b":["\\u0007z"]}',
      expected: { a: "xy", b: ["z"] },
    },
    {
      name: "control characters in names",
      json: '{"a\\u0000b":1,"c":{"d\\u0007":2}}',
      expected: { ab: 1, c: { d: 2 } },
    },
    { name: "lone surrogates", json: '{"a":"x\\ud800"}', expected: { a: "x\ufffd" } },
    {
      name: "names of methods",
      json: '{"constructor":1,"toString":"x","hasOwnProperty":2}',
      expected: { constructor: 1, toString: "x", hasOwnProperty: 2 },
    },
  ])("$name are kept", ({ json, expected }) => {
    const { extra } = parsed({ ...(fromJson(json) as object), time: TIME });
    expect(JSON.parse(JSON.stringify(extra))).toEqual(expected);
  });

  test.each([
    {
      name: "on the outside",
      json: `{"time":${TIME},"__proto__":{"polluted":1}}`,
      kept: '{"__proto__":{"polluted":1}}',
    },
    { name: "inside", json: `{"time":${TIME},"a":{"__proto__":{"b":1}}}`, kept: '{"a":{"__proto__":{"b":1}}}' },
  ])("__proto__ $name is a field like any other", ({ json, kept }) => {
    const { extra } = parsed(fromJson(json));
    expect(JSON.stringify(extra)).toBe(kept);
    expect(Object.getPrototypeOf(extra)).toBe(Object.prototype);
    expect((extra as { polluted?: unknown }).polluted).toBeUndefined();
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test("are cut where they go too deep, and never cost the heartbeat", () => {
    const deep = (levels: number) => fromJson(`${"[".repeat(levels)}7${"]".repeat(levels)}`);
    expect(withField("a", deep(20)).extra).toEqual({ a: deep(20) });
    const kept = JSON.stringify(withField("a", deep(5000)).extra);
    expect(kept.length).toBeLessThan(100);
    expect(withField("entity", deep(5000)).texts).toEqual({});
  });

  test("cannot come back as a field that Hearth knows", () => {
    const { texts, extra } = parsed(fromJson(`{"time":${TIME},"project":"tide","pro\\u0000ject":"harbor","x":1}`));
    expect(texts).toEqual({ project: "tide" });
    expect(extra).toEqual({ x: 1 });
  });
});

describe("laws", () => {
  test("any JSON is a heartbeat or a refusal, never a fault", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, stringUnit: "binary" }), (element) => {
        const heartbeat = parseHeartbeat(element, NOW_MS);
        if (isRefusal(heartbeat)) expect(heartbeat.error.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });

  const fieldArb = fc.oneof(
    fc.constantFrom(...COUNT_FIELDS, "entity", "project", "branch", "language", "machine", "os", "lines_in_file"),
    fc.constantFrom("is_write", "dependencies", "alternate_project", "__proto__", "constructor"),
    fc.string({ unit: "binary" }),
  );
  const fieldsArb = fc.dictionary(fieldArb, fc.jsonValue({ maxDepth: 3, stringUnit: "binary" }));

  test("with a good time, any fields make a heartbeat of clean texts, whole numbers and kept JSON", () => {
    fc.assert(
      fc.property(fieldsArb, (fields) => {
        const heartbeat = parsed({ ...fields, time: TIME });
        for (const text of [...Object.values(heartbeat.texts), ...heartbeat.dependencies, identityText(heartbeat)])
          expect(text.isWellFormed()).toBe(true);
        for (const text of [...Object.values(heartbeat.texts), ...heartbeat.dependencies]) {
          expect(text).not.toMatch(/^\s|\s$|\p{Cc}/u);
          expect(text).not.toBe("");
        }
        for (const count of Object.values(heartbeat.counts)) expect(Number.isSafeInteger(count)).toBe(true);
        expect(new Set(heartbeat.dependencies).size).toBe(heartbeat.dependencies.length);
        const json = JSON.stringify(heartbeat.extra ?? {});
        expect(json).not.toMatch(/\\u00[01]/);
        expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(heartbeat.extra ?? {})));
      }),
      { numRuns: 200 },
    );
  });

  test("what was parsed once is parsed the same again", () => {
    fc.assert(
      fc.property(fieldsArb, (fields) => {
        const first = parsed({ ...fields, time: TIME });
        const { texts, counts, dependencies, isWrite, extra } = first;
        const sent = { ...extra, ...texts, ...counts, dependencies, is_write: isWrite, time: TIME };
        expect(parsed(sent)).toEqual(first);
      }),
      { numRuns: 150 },
    );
  });
});

describe("what is longer than anything real is cut, and so is what identity is made of", () => {
  const long = (length: number) => "x".repeat(length);
  test.each([
    { name: "4,096 characters stay", sent: long(4096), kept: long(4096) },
    { name: "4,097 lose one", sent: long(4097), kept: long(4096) },
    { name: "megabytes are cut", sent: long(4_500_000), kept: long(4096) },
    { name: "a pair of surrogates is not torn", sent: `${long(4095)}😀y`, kept: long(4095) },
    { name: "a whole pair at the end stays", sent: `${long(4094)}😀y`, kept: `${long(4094)}😀` },
    { name: "a blank where it was cut goes", sent: `${long(4095)} y`, kept: long(4095) },
  ])("$name", ({ sent, kept }) => {
    for (const field of ["entity", "project", "user_agent", "machine", "ai_session"] as const)
      expect(withField(field, sent).texts).toEqual({ [field]: kept });
    expect(identityText(withField("entity", sent))).toBe(identityText(withField("entity", kept)));
  });

  test("a thousand dependencies of 200 characters are kept", () => {
    const many = Array.from({ length: 1_200 }, (_, i) => `d${i}`);
    expect(withField("dependencies", many).dependencies).toEqual(many.slice(0, 1_000));
    expect(withField("dependencies", many.join(",")).dependencies).toEqual(many.slice(0, 1_000));
    expect(withField("dependencies", [long(200), long(201), "y"]).dependencies).toEqual([long(200), "y"]);
  });

  test("of the unknown fields those are kept that fit into 64 kB of JSON together, in their order", () => {
    const half = long(33_000);
    expect(parsed({ time: TIME, a: half, b: half, c: [1], d: half }).extra).toEqual({ a: half, c: [1] });
    expect(parsed({ time: TIME, a: long(4_000_000) }).extra).toBeUndefined();
    expect(parsed({ time: TIME, a: long(65_536 - 8) }).extra).toEqual({ a: long(65_536 - 8) });
    expect(parsed({ time: TIME, a: long(65_536 - 7) }).extra).toBeUndefined();
    expect(parsed({ time: TIME, [long(66_000)]: 1 }).extra).toBeUndefined();
    expect(parsed({ time: TIME, a: "é".repeat(40_000) }).extra).toBeUndefined();
  });
});
