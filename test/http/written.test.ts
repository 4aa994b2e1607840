import { expect, test } from "bun:test";
import { AS_OBJECTS, AS_TEXT, type Form } from "../../src/http/written.ts";

function view<Made>({ fields, joined, list, holding, told }: Form<Made>): Made {
  const double = told((n: number) => ({ twice: n * 2, text: `"${n}"` }));
  const items = [1, 2, 1].map((n) => joined([fields({ name: `<${n}> "\\\u2028` }), double(n), fields({})]));
  return holding({
    total: joined([fields({ of: null }), double(7)]),
    items: list(items),
    none: list([]),
    nothing: joined([]),
    'odd "name"': fields({ list: [1, [2]] }),
  });
}

test("a view as text is the JSON of the view as an object", () => {
  expect(view(AS_TEXT)).toBe(JSON.stringify(view(AS_OBJECTS)));
});
