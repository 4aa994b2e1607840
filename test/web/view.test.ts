import { describe, expect, test } from "bun:test";
import { OURS, pageAt } from "../../web/routes.ts";
import { viewOf } from "../../web/view.ts";

function view(search: string) {
  const gone: string[] = [];
  return { ...viewOf("/", search, (url) => gone.push(url)), gone };
}

describe("what an address shows", () => {
  test("only what the API answers to is asked", () => {
    expect(view("?range=last_7_days&project=a&compare=true&utm=x").question).toBe("range=last_7_days&project=a");
  });

  test("filters stay when the range changes, and the other way round", () => {
    const shown = view("?range=today&language=Go");
    expect(shown.href({ range: undefined, start: "2026-01-01", end: "2026-01-02" })).toBe(
      "/?language=Go&start=2026-01-01&end=2026-01-02",
    );
    shown.toggle("project", "a&b #1");
    expect(shown.gone).toEqual(["/?range=today&language=Go&project=a%26b+%231"]);
  });

  test("a value that is picked again goes", () => {
    const shown = view("?project=a%2Cb");
    expect(shown.filters).toEqual([{ dimension: "project", values: ["a", "b"] }]);
    shown.toggle("project", "a");
    shown.toggle("project", "c");
    expect(shown.gone).toEqual(["/?project=b", "/?project=a%2Cb%2Cc"]);
  });

  test("a comma in a value parts nothing", () => {
    const shown = view("?project=a%2Cb%5C%2C+c");
    expect(shown.filters).toEqual([{ dimension: "project", values: ["a", "b, c"] }]);
    shown.toggle("project", "b, c");
    shown.toggle("project", "d,e");
    expect(shown.gone).toEqual(["/?project=a", "/?project=a%2Cb%5C%2C+c%2Cd%5C%2Ce"]);
  });

  test("nothing but the path is left when everything goes", () => {
    expect(view("?range=today").href({ range: undefined })).toBe("/");
  });
});

describe("addresses", () => {
  test("of pages lead to them, others nowhere", () => {
    expect(pageAt("/")?.route.title).toBe("Overview");
    expect(pageAt("/nothing")).toBeUndefined();
  });

  test.each([
    { path: "/", isOurs: true },
    { path: "/projects/a", isOurs: true },
    { path: "/apiary", isOurs: true },
    { path: "/api/docs", isOurs: false },
    { path: "/-/overview", isOurs: false },
    { path: "/oauth/authorize", isOurs: false },
  ])("$path stays in the app: $isOurs", ({ path, isOurs }) => {
    expect(OURS.test(path)).toBe(isOurs);
  });
});
