import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Validator } from "@seriousme/openapi-schema-validator";
import { AUTHORIZATION_FIELDS } from "../../../src/http/oauth/authorization.ts";
import type { Json } from "../../../src/http/openapi/components.ts";
import { exampleOf } from "../../../src/http/openapi/schema.ts";
import { beat, sendAll } from "../../support/asking.ts";
import { DOCUMENT, faults } from "../../support/described.ts";
import { inProcess, matrix, type Opened } from "../../support/matrix.ts";

const OPERATIONS = Object.entries(DOCUMENT.paths).flatMap(([path, operations]) =>
  Object.entries(operations).map(([method, operation]) => ({ path, method, operation })),
);

/** Every example of bodies and answers, with the place of its schema. */
const EXAMPLES = OPERATIONS.flatMap(({ path, method, operation }) => {
  const bodies = [
    { place: ["requestBody"], told: operation.requestBody },
    ...Object.entries(operation.responses).map(([status, told]) => ({ place: ["responses", status], told })),
  ];
  return bodies.flatMap(({ place, told }) =>
    Object.entries((told?.["content"] ?? {}) as Readonly<Record<string, Json>>).map(([type, { example }]) => ({
      name: `${method} ${path} ${place.join(" ")}`,
      place: ["paths", path, method, ...place, "content", type, "schema"],
      example,
    })),
  );
});

describe("the description", () => {
  test("is a valid OpenAPI document", async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(structuredClone(DOCUMENT));
    expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
    expect(validator.version).toBe("3.1");
  });

  test("names every operation once", () => {
    const ids = OPERATIONS.map(({ operation }) => operation.operationId);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  test.each(EXAMPLES)("has an example that fits: $name", ({ place, example }) => {
    expect(example).toBeDefined();
    expect(faults(place, example)).toEqual([]);
  });

  test("has an example for every usual answer with a body, and for every body", () => {
    expect(EXAMPLES.length).toBeGreaterThan(100);
  });

  test("of refusals has examples of the one shape", () => {
    const { responses } = DOCUMENT.components as { responses: Record<string, { content: Record<string, Json> }> };
    for (const [name, { content }] of Object.entries(responses))
      expect({
        name,
        faults: faults(["components", "schemas", "Error"], content["application/json"]?.["example"]),
      }).toEqual({
        name,
        faults: [],
      });
  });

  test("holds answers to what it says", () => {
    const place = ["paths", "/api/health", "get", "responses", "200", "content", "application/json", "schema"];
    const good = { status: "ok", app: 1, db: 1, version: "1" };
    expect(faults(place, good)).toEqual([]);
    for (const bad of [{ ...good, more: 1 }, { ...good, app: "1" }, { status: "ok", app: 1, db: 1 }, [], null])
      expect(faults(place, bad)).not.toEqual([]);
  });
});

test.each([
  { schema: {}, name: "nothing" },
  { schema: { type: "string" }, name: "any text" },
])("an example of $name cannot be made", ({ schema }) => {
  expect(() => exampleOf(schema)).toThrow(RangeError);
});

/** Parameters that are checked: whole numbers and choices, with the operation that reads them. */
const CHECKED = OPERATIONS.filter(({ path, method }) => method === "get" && !path.startsWith("/oauth/")).flatMap(
  ({ path, operation }) =>
    operation.parameters
      .map((one) => {
        const { $ref } = one;
        const shared = (DOCUMENT.components["parameters"] ?? {}) as Readonly<Record<string, Json>>;
        return typeof $ref === "string" ? (shared[$ref.split("/").at(-1) ?? ""] ?? {}) : one;
      })
      .filter(({ in: place }) => place === "query")
      .map((parameter) => ({
        path,
        name: String(parameter["name"]),
        schema: parameter["schema"] as {
          readonly minimum?: number;
          readonly maximum?: number;
          readonly enum?: string[];
        },
        example: String(parameter["example"]),
      })),
);

describe("what a program asks at /oauth/authorize is what is described:", () => {
  const told = (DOCUMENT.paths["/oauth/authorize"]?.["get"]?.parameters ?? []) as readonly {
    readonly name: string;
    readonly required?: boolean;
    readonly example: string;
    readonly schema: { readonly enum?: readonly string[]; readonly pattern?: string };
  }[];
  const examples = Object.fromEntries(told.map(({ name, example }) => [name, example]));
  let side: Opened;
  beforeAll(async () => {
    side = await inProcess();
  });
  afterAll(() => side.close());
  const status = async (fields: Readonly<Record<string, string>>) =>
    (await side.send({ path: `/oauth/authorize?${new URLSearchParams(fields)}` })).status;

  test("the examples together are a request", async () => {
    expect(told.map(({ name }) => name).sort()).toEqual([...AUTHORIZATION_FIELDS].sort());
    expect(await status(examples)).toBe(200);
  });

  test.each(told)("$name may be left out or not, and be only what its schema says", async ({ name, ...one }) => {
    const { [name]: _, ...others } = examples;
    expect((await status(others)) === 200).toBe(one.required !== true);
    if (one.schema.enum ?? one.schema.pattern) expect(await status({ ...examples, [name]: "x" })).not.toBe(200);
  });
});

describe("a parameter is what it is described to be:", () => {
  let side: Opened;
  let goal: string;

  beforeAll(async () => {
    side = await inProcess();
    const { owner } = side;
    side.change(owner, { email: "ada@example.org" });
    await sendAll(side, owner, [beat("10:00:00", { project: "lantern", language: "TypeScript" }), beat("10:01:00")]);
    const made = await side.send({ path: "/users/current/goals", key: owner.keys.full, body: { seconds: 3600 } });
    goal = ((await made.json()) as { data: { id: string } }).data.id;
  });
  afterAll(() => side.close());

  test.each(CHECKED)("$name of $path", async ({ path, name, schema, example }) => {
    const known: Readonly<Record<string, string>> = {
      user: "current",
      type: "days",
      range: "last_7_days",
      board: "6f1c3a52-7d0e-4b8e-9a51-2f4f0c9d7e11",
      goal,
      project: "lantern",
      name: "lantern",
      filters: "lantern",
    };
    const address = `${path.startsWith("/api/") || path.startsWith("/-/") ? "" : "/api/v1"}${path.replaceAll(/\{(\w+)\}/g, (_, part) => known[part] ?? "")}`;
    const day = /durations$|\/heartbeats$/.test(path) && name !== "date" ? "&date=today" : "";
    const ask = async (value: string) => {
      const sent = `${address}?${name}=${encodeURIComponent(value)}${day}`;
      const response = await side.send({ path: sent, key: side.owner.keys.full });
      return { status: response.status, text: await response.text() };
    };
    const { minimum, maximum, enum: words } = schema;
    for (const value of [example, ...(words ?? []), minimum, maximum].filter((one) => one !== undefined).map(String)) {
      const { status } = await ask(value);
      expect({ value, status }).toEqual({ value, status: 200 });
    }
    const bad = [
      ...(minimum === undefined ? [] : [String(minimum - 1), `${minimum}.5`, "x"]),
      ...(maximum === undefined ? [] : [String(maximum + 1)]),
      ...(words === undefined ? [] : ["nothing"]),
      ...(["start", "end", "date", "timezone", "range"].includes(name) ? ["no such thing"] : []),
    ];
    for (const value of bad) {
      const { status, text } = await ask(value);
      expect({ value, status, text }).toEqual({ value, status: 422, text: expect.stringContaining(name) });
    }
  });
});

matrix((side) => {
  describe("GET /api/openapi.json", () => {
    test("answers the description to everybody", async () => {
      const response = await side().send({ path: "/api/openapi.json" });
      expect(response.status).toBe(200);
      expect(response.headers.get("access-control-allow-origin")).toBe("*");
      const told = (await response.json()) as typeof DOCUMENT;
      expect({ ...told, info: undefined }).toEqual({ ...DOCUMENT, info: undefined });
      expect(told.info.version).toMatch(/^\d+\.\d+\.\d+/);
    });
  });

  describe("GET /api/docs", () => {
    test("shows every operation on a page that needs nothing from elsewhere", async () => {
      const response = await side().send({ path: "/api/docs" });
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      const html = await response.text();
      for (const { operation } of OPERATIONS) expect(html).toContain(`<details id="${operation.operationId}">`);
      expect(html).not.toMatch(/<script|style=|\son\w+=|<(?:img|iframe)|(?:src|href)="(?!\/|#|data:,")/);
    });

    test("has its style at a fixed address", async () => {
      const response = await side().send({ path: "/api/docs/style.css" });
      expect(response.headers.get("content-type")).toBe("text/css; charset=utf-8");
      expect(await response.text()).toContain("prefers-color-scheme: dark");
    });
  });
});
