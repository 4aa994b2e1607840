import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { durations } from "../../src/domain/duration.ts";

/** Returns credits from texts such as `a0-50`, in ms. */
function credits(text: string) {
  return text
    .split(" ")
    .filter((one) => one !== "")
    .map((one) => {
      const [, key = "", start, end] = /^([a-z])(\d+)-(\d+)$/.exec(one) ?? [];
      return { key, startMs: Number(start), endMs: Number(end) };
    });
}

describe("runs of credits", () => {
  test.each([
    { name: "none", given: "", runs: "" },
    { name: "one", given: "a0-50", runs: "a0-50" },
    { name: "neighbours of one kind are joined", given: "a0-50 a50-60 a60-90", runs: "a0-90" },
    { name: "another kind ends a run", given: "a0-50 b50-60 a60-90", runs: "a0-50 b50-60 a60-90" },
    { name: "a hole ends a run", given: "a0-50 a51-60", runs: "a0-50 a51-60" },
    { name: "a credit of 0 that touches is part of the run", given: "a0-50 a50-50 a50-60", runs: "a0-60" },
    { name: "a lonely credit of 0 is a run of 0", given: "a0-50 a70-70", runs: "a0-50 a70-70" },
    { name: "a credit of 0 of another kind stands between", given: "a0-50 b50-50 a50-60", runs: "a0-50 b50-50 a50-60" },
  ])("$name", ({ given, runs }) => {
    const found = durations(credits(given)).map(({ startMs, endMs, parts }) => `${parts[0]?.key}${startMs}-${endMs}`);
    expect(found.join(" ")).toBe(runs);
  });
});

const creditsArb = fc
  .array(
    fc.record({ gap: fc.constantFrom(0, 0, 0, 5), length: fc.constantFrom(0, 1, 7), key: fc.constantFrom("a", "b") }),
  )
  .map((steps) => {
    let at = 0;
    return steps.map(({ gap, length, key }) => {
      const startMs = at + gap;
      at = startMs + length;
      return { key, startMs, endMs: at };
    });
  });

test("every credit is in exactly one run, runs keep their sum and no two that touch agree", () => {
  fc.assert(
    fc.property(creditsArb, (given) => {
      const runs = durations(given);
      expect(runs.flatMap(({ parts }) => parts)).toEqual(given);
      const length = (all: readonly { startMs: number; endMs: number }[]) =>
        all.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
      expect(length(runs)).toBe(length(given));
      for (const [i, run] of runs.entries()) {
        expect(new Set(run.parts.map(({ key }) => key)).size).toBe(1);
        const previous = runs[i - 1];
        if (previous?.endMs === run.startMs) expect(previous.parts[0]?.key).not.toBe(run.parts[0]?.key);
      }
    }),
  );
});
