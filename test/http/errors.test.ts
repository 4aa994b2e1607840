import { describe, expect, test } from "bun:test";
import { Elysia, t } from "elysia";
import { APP_ERROR_CODES, AppError, type AppErrorCode } from "../../src/app/errors.ts";
import {
  type ErrorBody,
  errorResponse,
  errorToLog,
  invalidKey,
  missingKey,
  tooManyAttempts,
} from "../../src/http/errors.ts";

async function bodyOf(response: Response): Promise<ErrorBody> {
  return (await response.json()) as ErrorBody;
}

describe("the status of a code", () => {
  const statuses: Readonly<Record<AppErrorCode, readonly [number, string]>> = {
    malformed: [400, "Malformed"],
    invalid: [422, "InvalidParameter"],
    unauthorised: [401, "Unauthorized"],
    forbidden: [403, "Forbidden"],
    host_not_allowed: [403, "HostNotAllowed"],
    not_found: [404, "NotFound"],
    conflict: [409, "Conflict"],
    too_large: [413, "TooLarge"],
    rate_limited: [429, "RateLimited"],
    unavailable: [503, "Unavailable"],
  };

  test.each([...APP_ERROR_CODES])("%s has one status and one name", async (code) => {
    const response = errorResponse(new AppError(code, "This is the sentence"));
    const [status, type] = statuses[code];
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toStartWith("application/json");
    expect(await bodyOf(response)).toEqual({
      error: expect.stringMatching(/^[A-Z][a-z ]+$/),
      message: "This is the sentence",
      type,
      status,
    });
  });
});

describe("the sentences of the seed documents", () => {
  test.each([
    { name: "no key", error: missingKey(), short: "Missing API key", message: /API key/ },
    {
      name: "a wrong key",
      error: invalidKey(),
      short: "Invalid API key",
      message: /^The provided API key is invalid or expired$/,
    },
  ])("$name is a 401 without a password box", async ({ error, short, message }) => {
    const response = errorResponse(error);
    expect(response.headers.has("www-authenticate")).toBe(false);
    expect(await bodyOf(response)).toEqual({
      error: short,
      message: expect.stringMatching(message),
      type: "Unauthorized",
      status: 401,
    });
  });
});

test.each([
  { name: "what it was given", error: tooManyAttempts(17), retryAfter: "17" },
  { name: "a minute when nothing is known", error: new AppError("rate_limited", "Too often"), retryAfter: "60" },
  {
    name: "a pause for storage that says when it is back",
    error: new AppError("unavailable", "Later", { retryAfterSeconds: 5 }),
    retryAfter: "5",
  },
  { name: "nothing otherwise", error: new AppError("unavailable", "Later"), retryAfter: null },
])("Retry-After is $name", ({ error, retryAfter }) => {
  expect(errorResponse(error).headers.get("retry-after")).toBe(retryAfter);
});

test.each([
  { name: "adds it", message: "It must be a whole number", sent: "limit: It must be a whole number" },
  { name: "does not repeat it", message: "The limit is a whole number", sent: "The limit is a whole number" },
])("a wrong parameter is named: $name", async ({ message, sent }) => {
  const body = await bodyOf(errorResponse(new AppError("invalid", message, { parameter: "limit" })));
  expect(body.message).toBe(sent);
});

test.each([
  { name: "an error", error: new Error("SECRET in /home/me/x.ts") },
  { name: "a type error", error: new TypeError("SECRET is not a function") },
  { name: "a system error", error: Object.assign(new Error("SECRET"), { code: "ENOENT" }) },
  { name: "a stranger with a framework's code", error: Object.assign(new Error("SECRET"), { code: "NOT_FOUND" }) },
  { name: "a text", error: "SECRET" },
  { name: "nothing", error: undefined },
])("a bug ($name) answers a fixed sentence and goes to the log", async ({ error }) => {
  const response = errorResponse(error, "r-1");
  const text = await response.text();
  expect(response.status).toBe(500);
  expect(response.headers.get("x-request-id")).toBe("r-1");
  expect(text).not.toContain("SECRET");
  expect(JSON.parse(text)).toEqual({
    error: "Internal server error",
    message: "Something went wrong inside the server; its log says more",
    type: "InternalError",
    status: 500,
  });
  const logged = errorToLog(error);
  if (error instanceof Error) expect(logged).toBe(error);
  else expect(logged?.cause).toBe(error);
});

test("details and cause of a refusal never reach the asker", async () => {
  const error = new AppError("unavailable", "Storage is full", {
    details: { path: "/home/me/hearth.db" },
    cause: new Error("SQLITE_FULL in /home/me/hearth.db"),
  });
  expect(await errorResponse(error).text()).not.toContain("/home/me");
});

test("of the refusals only a storage failure is logged", () => {
  const logged = APP_ERROR_CODES.filter((code) => errorToLog(new AppError(code, "No")) !== undefined);
  expect(logged).toEqual(["unavailable"]);
});

describe("what the framework throws by itself", () => {
  const logged: (Error | undefined)[] = [];
  const app = new Elysia()
    .onError(({ error }) => {
      logged.push(errorToLog(error));
      return errorResponse(error);
    })
    .get("/query", () => "ok", { query: t.Object({ limit: t.Numeric({ minimum: 1 }) }) })
    .post("/body", () => "ok", { body: t.Object({ name: t.String() }, { additionalProperties: false }) })
    .post("/record", () => "ok", { body: t.Record(t.String(), t.Number()) })
    .get("/answer", () => ({ wrong: "SECRET" }) as unknown as { right: number }, {
      response: t.Object({ right: t.Number() }),
    })
    .get("/bug", () => {
      throw new Error("SECRET");
    });
  const json = { "content-type": "application/json" };

  test.each([
    { name: "an unknown path", path: "/SECRET", init: {}, status: 404, type: "NotFound", has: "address" },
    {
      name: "a broken body",
      path: "/body",
      init: { method: "POST", headers: json, body: '{"SECRET' },
      status: 400,
      type: "Malformed",
      has: "body",
    },
    {
      name: "a wrong parameter",
      path: "/query?limit=SECRET",
      init: {},
      status: 422,
      type: "InvalidParameter",
      has: "limit",
    },
    { name: "a missing parameter", path: "/query", init: {}, status: 422, type: "InvalidParameter", has: "limit" },
    {
      name: "a wrong field",
      path: "/body",
      init: { method: "POST", headers: json, body: '{"name":{"SECRET":1}}' },
      status: 422,
      type: "InvalidParameter",
      has: "name",
    },
    {
      name: "a name made up by the asker",
      path: "/record",
      init: { method: "POST", headers: json, body: '{"SECRET":"x"}' },
      status: 400,
      type: "Malformed",
      has: "body",
    },
    {
      name: "a list in place of an object",
      path: "/body",
      init: { method: "POST", headers: json, body: '["SECRET"]' },
      status: 422,
      type: "InvalidParameter",
      has: "name",
    },
    {
      name: "a body of another kind",
      path: "/body",
      init: { method: "POST", headers: json, body: "null" },
      status: 400,
      type: "Malformed",
      has: "body",
    },
    { name: "a bug", path: "/bug", init: {}, status: 500, type: "InternalError", has: "log" },
    {
      name: "an answer of ours that is wrong",
      path: "/answer",
      init: {},
      status: 500,
      type: "InternalError",
      has: "log",
    },
  ])("$name", async ({ path, init, status, type, has }) => {
    logged.length = 0;
    const response = await app.handle(new Request(`http://localhost${path}`, init));
    const text = await response.text();
    expect(text).not.toContain("SECRET");
    const body = JSON.parse(text) as ErrorBody;
    expect(response.status).toBe(status);
    expect([body.status, body.type]).toEqual([status, type]);
    expect(body.message).toContain(has);
    expect(logged.map((error) => error !== undefined)).toEqual([status === 500]);
  });

  test("a wrong answer is logged without its content", async () => {
    logged.length = 0;
    await app.handle(new Request("http://localhost/answer"));
    expect(logged[0]?.message).not.toContain("SECRET");
  });
});
