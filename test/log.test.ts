import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createLog, type LogFormat, type LogLevel, logLevels, redact } from "../src/log.ts";

const KEY = "550e8400-e29b-41d4-a716-446655440000";
const BASE64 = Buffer.from(KEY).toString("base64");

/** 2026-11-21T18:26:00.123Z */
const NOW_MS = 1_795_285_560_123;

function lines(format: LogFormat, level: LogLevel = "debug"): { written: string[]; log: ReturnType<typeof createLog> } {
  const written: string[] = [];
  return { written, log: createLog({ level, format, write: (line) => written.push(line), now: () => NOW_MS }) };
}

describe("redact blanks", () => {
  test.each([
    { name: "a key", text: `made ${KEY} for ada`, is: "made [redacted] for ada" },
    { name: "a key in capitals", text: KEY.toUpperCase(), is: "[redacted]" },
    { name: "a key with the waka_ prefix", text: `key waka_${KEY}.`, is: "key [redacted]." },
    { name: "a key glued to a path", text: `POST /api/heartbeat${KEY} 201`, is: "POST /api/heartbeat[redacted] 201" },
    { name: "a percent-encoded key", text: KEY.replaceAll("-", "%2D"), is: "[redacted]" },
    { name: "two keys side by side", text: `${KEY}${KEY}`, is: "[redacted][redacted]" },
    { name: "a key in base64", text: `sent ${BASE64}`, is: "sent [redacted]" },
    { name: "user and key in base64", text: Buffer.from(`ada:${KEY}`).toString("base64"), is: "[redacted]" },
    { name: "key and colon in base64", text: Buffer.from(`${KEY}:`).toString("base64"), is: "[redacted]" },
    { name: "base64 glued to letters", text: `x${BASE64}`, is: "[redacted]" },
    { name: "api_key in an ini line", text: "api_key = waka_abc", is: "api_key = [redacted]" },
    { name: "api_key in a query", text: "GET /x?api_key=abc&y=1 200", is: "GET /x?[redacted] 200" },
    { name: "api_key without a URL", text: "api_key=abc&project=x", is: "api_key=[redacted]&project=x" },
    { name: "access_token", text: "access_token=abc;", is: "access_token=[redacted];" },
    { name: "a quoted password", text: 'password="my long one" x', is: "password=[redacted] x" },
    { name: "a name in JSON", text: '{"api_key":"abc","a":1}', is: '{"api_key":[redacted],"a":1}' },
    { name: "a name in JSON in JSON", text: '"{\\"token\\":\\"abc\\"}"', hasNot: "abc" },
    { name: "X-Api-Key", text: "X-Api-Key: abc", is: "X-Api-Key: [redacted]" },
    { name: "a bearer header", text: "Authorization: Bearer abc", is: "Authorization: [redacted]" },
    { name: "a header without a known scheme", text: "authorization: Digest a=b, c", is: "authorization: [redacted]" },
    { name: "a header of two parts", text: "Authorization=Basic QUJD ==", is: "Authorization=[redacted]" },
    {
      name: "a header in JSON",
      text: '{"authorization":"Basic QUJDRA==","a":1}',
      is: '{"authorization":[redacted],"a":1}',
    },
    { name: "a header list in JSON", text: '{"Authorization":["Basic QUJDRA=="]}', hasNot: "QUJDRA" },
    { name: "a header in JSON in JSON", text: '"{\\"authorization\\":\\"Basic QUJDRA==\\"}"', hasNot: "QUJDRA" },
    { name: "a bare scheme", text: "refused bearer abcdefgh123", is: "refused bearer [redacted]" },
    {
      name: "the query of a URL",
      text: "GET http://localhost:4784/x?project=secret&b=2 200",
      is: "GET http://localhost:4784/x?[redacted] 200",
    },
    { name: "a query without a value", text: "/stats?secret", is: "/stats?[redacted]" },
    { name: "an encoded query", text: "/stats?%73ecret", is: "/stats?[redacted]" },
    { name: "a query with brackets and quotes", text: "/x?a=(secret')&b=secret", is: "/x?[redacted]" },
    { name: "the second of two queries", text: "/a?b=1 -> /c?d=2", is: "/a?[redacted] -> /c?[redacted]" },
    { name: "user and password of a URL", text: "http://ada:secret@home:80/x", is: "http://[redacted]@home:80/x" },
    { name: "a session cookie", text: "Cookie: session=abc; b=c", hasNot: "abc" },
  ])("$name", ({ text, is, hasNot }) => {
    if (is !== undefined) expect(redact(text)).toBe(is);
    if (hasNot !== undefined) expect(redact(text)).not.toContain(hasNot);
  });
});

test.each([
  "listening on http://127.0.0.1:4784",
  "is it there? yes",
  "POST /api/v1/users/current/heartbeats.bulk 201 25 heartbeats in 3 ms",
  "ai_input_tokens=12 keyName=laptop",
  "commit 26f4619d0a3f5b8c9e7d6a5b4c3d2e1f00112233",
  "/home/ada/projects/hearth/src/domain/a-very-long-folder-name-indeed/with_another_long_one/credit.ts",
  "the basic idea, a bearer of news",
  "",
])("redact leaves %p as it is", (text) => {
  expect(redact(text)).toBe(text);
});

const keyForms = fc.tuple(fc.uuid({ version: 4 }), fc.stringMatching(/^[a-z0-9@.]{0,12}$/)).chain(([key, user]) =>
  fc.constantFrom(
    { secret: key, form: key },
    { secret: key, form: `waka_${key}` },
    { secret: key.toUpperCase(), form: key.toUpperCase() },
    ...[key, `${key}:`, `:${key}`, `${user}:${key}`].map((text) => {
      const form = Buffer.from(text).toString("base64");
      return { secret: form.replace(/=+$/, ""), form };
    }),
  ),
);

test("no key survives redaction, whatever stands around it", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      keyForms,
      fc.string({ unit: "grapheme" }),
      (before, { secret, form }, after) => {
        expect(redact(before + form + after)).not.toContain(secret);
      },
    ),
    { numRuns: 3000 },
  );
});

test("redacting twice changes nothing more", () => {
  const parts = fc.constantFrom(
    KEY,
    BASE64,
    "authorization",
    "Bearer ",
    "api_key",
    "token",
    "=",
    ":",
    '"',
    "'",
    "\\",
    "?",
    "&",
    " ",
    "\n",
    "a",
    "abcdefgh",
    "[redacted]",
    "://",
    "@",
    ",",
    "{",
    "}",
  );
  fc.assert(
    fc.property(
      fc.array(parts, { maxLength: 12 }).map((words) => words.join("")),
      (text) => {
        const once = redact(text);
        expect(redact(once)).toBe(once);
      },
    ),
    { numRuns: 3000 },
  );
});

test("redaction of a long hostile text takes no noticeable time", () => {
  for (const part of ["?a", "a", "://", 'authorization:"\\', "550e8400-", "=", '\\"', 'token="\\', "bearer  "]) {
    const text = part.repeat(50_000 / part.length);
    const startMs = performance.now();
    redact(text);
    expect(performance.now() - startMs).toBeLessThan(1000);
  }
});

describe("a text line", () => {
  test("is time, level, message and fields", () => {
    const { written, log } = lines("text");
    log("info", "import finished", { file: "dump.json", new: 120, full: false, user: null, gone: undefined });
    expect(written).toEqual([
      "2026-11-21T18:26:00.123Z INFO  import finished file=dump.json new=120 full=false user=null",
    ]);
  });

  test("quotes values that would be misread", () => {
    const { written, log } = lines("text");
    log("warn", "odd", { a: "two words", b: 'say "x"', c: "", d: "k=v", e: [1, 2n], f: Number.NaN });
    expect(written[0]).toEndWith('odd a="two words" b="say \\"x\\"" c="" d="k=v" e="[1,\\"2\\"]" f=NaN');
  });
});

test("a JSON line is one object whose own names cannot be overwritten", () => {
  const { written, log } = lines("json");
  log("error", "failed", { message: "other", level: 3, ms: 1.5 });
  expect(JSON.parse(written[0] ?? "")).toEqual({
    time: "2026-11-21T18:26:00.123Z",
    level: "error",
    message: "failed",
    message_: "other",
    level_: 3,
    ms: 1.5,
  });
});

describe.each([{ format: "text" as const }, { format: "json" as const }])("every $format line", ({ format }) => {
  test("stays one line without control characters", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (message, value) => {
        const { written, log } = lines(format);
        log("info", message, { value, [value]: "x", error: new Error(value) });
        expect(written).toHaveLength(1);
        expect(written[0]).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
      }),
    );
  });

  test("blanks secrets in message, fields, nested fields, errors and their causes", () => {
    const { written, log } = lines(format);
    const cause = new Error(`no user for ${KEY}`, { cause: `api_key=hush` });
    log("error", `GET /x?api_key=hush ${KEY}`, {
      url: "http://localhost/x?project=hush",
      headers: { authorization: "Basic hush", list: [KEY] },
      error: new Error(`Bearer hushhush`, { cause }),
      key: "hush",
      apiKey: "hush",
      session_token: "hush",
      password: 12345678,
    });
    expect(written[0]).not.toContain("hush");
    expect(written[0]).not.toContain(KEY);
    expect(written[0]).not.toContain("12345678");
    expect(written[0]).toContain("caused by Error: no user for");
  });
});

test("an error brings its stack at level error only", () => {
  const { written, log } = lines("text");
  log("warn", "refused", { error: new RangeError("too long") });
  log("error", "failed", { error: new RangeError("too long") });
  expect(written[0]).toEndWith('refused error="RangeError: too long"');
  expect(written[1]).toContain("error_stack=");
  expect(written[1]).toContain("log.test.ts");
});

test("a circle of causes ends", () => {
  const { written, log } = lines("text");
  const error = new Error("round");
  error.cause = error;
  log("info", "circle", { error });
  expect(written[0]?.split("round")).toHaveLength(6);
});

test.each(logLevels.map((level, index) => ({ level, count: logLevels.length - index })))(
  "level $level writes $count of the four levels",
  ({ level, count }) => {
    const { written, log } = lines("text", level);
    for (const each of logLevels) log(each, "event");
    expect(written).toHaveLength(count);
  },
);
