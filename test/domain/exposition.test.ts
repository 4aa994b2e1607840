import { expect, test } from "bun:test";
import fc from "fast-check";
import { exposition } from "../../src/domain/exposition.ts";

type Read = { readonly metric: string; readonly name: string | undefined; readonly value: number };

/** Reads samples back, character by character as the format is written down; throws for a line that is not of it. */
function read(text: string): Read[] {
  if (text !== "" && !text.endsWith("\n")) throw new Error("the last line does not end");
  return text
    .split("\n")
    .slice(0, -1)
    .filter((line) => !line.startsWith("#"))
    .map((line) => {
      const metric = /^[a-zA-Z_][a-zA-Z0-9_]*/.exec(line)?.[0];
      if (metric === undefined) throw new Error(`no metric: ${line}`);
      let rest = line.slice(metric.length);
      let name: string | undefined;
      if (rest.startsWith('{name="')) {
        name = "";
        let i = 7;
        for (; rest[i] !== '"'; i++) {
          if (i >= rest.length) throw new Error(`no closing quote: ${line}`);
          if (rest[i] !== "\\") name += rest[i];
          else {
            const plain = { "\\": "\\", '"': '"', n: "\n" }[rest[++i] ?? ""];
            if (plain === undefined) throw new Error(`unknown escape: ${line}`);
            name += plain;
          }
        }
        if (rest[i + 1] !== "}") throw new Error(`no closing brace: ${line}`);
        rest = rest.slice(i + 2);
      }
      if (!/^ \d+$/.test(rest)) throw new Error(`no value: ${line}`);
      return { metric, name, value: Number(rest) };
    });
}

test("every name is read back as it was", () => {
  const nameArb = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(fc.constantFrom("\\", '"', "\n", "n", "\r", "{", "}", "=", ",", " ", "#", "🦀"), { maxLength: 9 })
      .map((parts) => parts.join("")),
  );
  const sampleArb = fc.record({ name: nameArb, value: fc.nat() });
  fc.assert(
    fc.property(fc.array(sampleArb, { maxLength: 8 }), (samples) => {
      const text = exposition([
        {
          ...{ name: "tide_seconds", help: "a \\ b\nc", type: "gauge" },
          samples: samples.map(({ name, value }) => ({ labels: { name }, value })),
        },
        { name: "tide_total", help: "all", type: "counter", samples: [{ value: 7 }] },
      ]);
      expect(read(text)).toEqual([
        ...samples.map(({ name, value }) => ({ metric: "tide_seconds", name, value })),
        { metric: "tide_total", name: undefined, value: 7 },
      ]);
    }),
  );
});

test("the text is the one of the format", () => {
  const samples = [
    { labels: { name: 'C:\\DIR "x"\ny', port: "" }, value: 3 },
    { labels: {}, value: 0 },
  ];
  expect(exposition([{ name: "tide", help: "The \\ tide\nof today.", type: "gauge", samples }])).toBe(
    '# HELP tide The \\\\ tide\\nof today.\n# TYPE tide gauge\ntide{name="C:\\\\DIR \\"x\\"\\ny",port=""} 3\ntide 0\n',
  );
  expect(exposition([{ name: "none", help: "Nothing.", type: "gauge", samples: [] }])).toBe(
    "# HELP none Nothing.\n# TYPE none gauge\n",
  );
  expect(exposition([])).toBe("");
});
