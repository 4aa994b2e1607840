import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { identityText, isRefusal, parseHeartbeat } from "../../src/domain/heartbeat.ts";

/** 2026-08-10T12:00:00Z */
const NOW_MS = 1_786_363_200_000;
const TIME = 1_751_328_000.25;

/** Returns what makes the heartbeat itself. @throws Error when it is none. */
function identity(element: unknown): string {
  const heartbeat = parseHeartbeat(element, NOW_MS);
  if (isRefusal(heartbeat)) throw new Error(heartbeat.error);
  return identityText(heartbeat);
}

describe("what makes a heartbeat itself", () => {
  const base = {
    ...{ time: TIME, entity: "/a.ts", type: "file", category: "coding", project: "tide", branch: "main" },
    ...{ is_write: true, ai_session: "s", ai_input_tokens: 1, ai_cached_input_tokens: 2, ai_output_tokens: 3 },
  };

  test.each<{ field: string; other: unknown }>([
    { field: "entity", other: "/b.ts" },
    { field: "type", other: "app" },
    { field: "category", other: "debugging" },
    { field: "project", other: "harbor" },
    { field: "project", other: "<<LAST_PROJECT>>" },
    { field: "branch", other: "dev" },
    { field: "is_write", other: false },
    { field: "ai_session", other: "t" },
    { field: "ai_input_tokens", other: 9 },
    { field: "ai_cached_input_tokens", other: 9 },
    { field: "ai_output_tokens", other: 9 },
    ...["entity", "category", "project", "branch", "is_write", "ai_session", "ai_input_tokens"].map((field) => ({
      field,
      other: undefined,
    })),
  ])("$field is part of it ($other)", ({ field, other }) => {
    expect(identity({ ...base, [field]: other })).not.toBe(identity(base));
  });

  test.each<{ field: string; other: unknown }>([
    { field: "machine", other: "attic" },
    { field: "editor", other: "zed" },
    { field: "operating_system", other: "linux" },
    { field: "user_agent", other: "wakatime/v1 (linux) vim/9 vim-wakatime/11" },
    { field: "plugin", other: "vim-wakatime/12" },
    { field: "language", other: "Go" },
    { field: "lines", other: 12 },
    { field: "dependencies", other: ["bun"] },
    { field: "ai_model", other: "sonnet" },
    { field: "unheard_of", other: 1 },
    { field: "time", other: TIME + 1 },
  ])("$field is not (the time is the key's other half)", ({ field, other }) => {
    expect(identity({ ...base, [field]: other })).toBe(identity(base));
  });

  test.each([
    { name: "absent = null = blank", one: { project: null, branch: "" }, other: {} },
    { name: "is_write absent = false", one: { is_write: false }, other: {} },
    { name: "type absent = file", one: { type: "file" }, other: {} },
    { name: "as coerced: numbers in text", one: { ai_input_tokens: "12" }, other: { ai_input_tokens: 12 } },
    { name: "as coerced: blanks around", one: { project: " tide " }, other: { project: "tide" } },
    { name: "as coerced: 1 for true", one: { is_write: 1 }, other: { is_write: true } },
    { name: "as coerced: another spelling", one: { alternate_project: "tide" }, other: { project: "tide" } },
  ])("$name", ({ one, other }) => {
    expect(identity({ time: TIME, entity: "a", ...one })).toBe(identity({ time: TIME, entity: "a", ...other }));
  });

  test("zero tokens are told from none", () => {
    expect(identity({ ...base, ai_input_tokens: 0 })).not.toBe(identity({ ...base, ai_input_tokens: undefined }));
  });

  test("a value in one field is never taken for the same value in its neighbour", () => {
    expect(identity({ time: TIME, project: "x" })).not.toBe(identity({ time: TIME, branch: "x" }));
    expect(identity({ time: TIME, project: "x\0y" })).not.toBe(identity({ time: TIME, project: "x", branch: "y" }));
  });

  test("identity ignores machine, editor and plugin", () => {
    const teller = fc.record({
      machine: fc.string(),
      editor: fc.string(),
      plugin: fc.string(),
      user_agent: fc.string(),
      operating_system: fc.string(),
      os: fc.string(),
    });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), teller, teller, (fields, one, other) => {
        const element = { ...fields, time: TIME };
        expect(identity({ ...element, ...one })).toBe(identity({ ...element, ...other }));
      }),
      { numRuns: 150 },
    );
  });
});
