import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { badgePath } from "../../../src/http/wakapi/badge-path.ts";
import { beat, sendAll } from "../../support/asking.ts";
import { inProcess, matrix, type Opened, type Person, type Side } from "../../support/matrix.ts";
import { type ReferenceFilter, reference } from "../../support/reference.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { elementsOf, readSvg } from "../../support/svg.ts";
import { noonZone, PROJECTS, week } from "../../support/week.ts";
import { wholeSeconds, words } from "../../support/written.ts";

const RULE = { timeoutMs: 120_000, idleMs: 120_000 };
const EVER = { startMs: 0, endMs: 4_000_000_000_000 };

async function drawn(side: Side, path: string, key?: string): Promise<readonly string[]> {
  const response = await side.send({ path, ...(key !== undefined && { key }) });
  const text = await response.text();
  expect({ path, status: response.status, text }).toEqual({ path, status: 200, text: expect.anything() });
  expect(response.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
  expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(response.headers.get("cache-control")).toBe(`${key === undefined ? "public" : "private"}, max-age=300`);
  return elementsOf(readSvg(text), "text").map((one) => one.text);
}

describe("badgePath", () => {
  test.each([
    { rest: "", interval: undefined, only: {} },
    { rest: "/", interval: undefined, only: {} },
    { rest: "/interval:today", interval: "today", only: {} },
    { rest: "/Interval:last_7_days/Project:tide", interval: "last_7_days", only: { project: ["tide"] } },
    { rest: "/tide", interval: undefined, only: { project: ["tide"] } },
    { rest: "/hackclub/lantern.web", interval: undefined, only: { project: ["hackclub/lantern.web"] } },
    { rest: "/interval:today/lantern/web", interval: "today", only: { project: ["lantern/web"] } },
    { rest: "/project:lantern/web/interval:today", interval: "today", only: { project: ["lantern/web"] } },
    { rest: "/project:lantern%2Fweb", interval: undefined, only: { project: ["lantern/web"] } },
    { rest: "/project%3Atide/interval%3Atoday", interval: "today", only: { project: ["tide"] } },
    { rest: "/project:lantern%2Finterval:today", interval: undefined, only: { project: ["lantern/interval:today"] } },
    { rest: "/project:interval:today", interval: undefined, only: { project: ["interval:today"] } },
    { rest: "/project:a/project:b", interval: undefined, only: { project: ["a", "b"] } },
    { rest: "/language:C%2B%2B/os:mac", interval: undefined, only: { language: ["C++"], operating_system: ["mac"] } },
    { rest: "/language:Go/tide", interval: undefined, only: { language: ["Go"], project: ["tide"] } },
    {
      rest: "/machine:a,b/category:ai coding",
      interval: undefined,
      only: { machine: ["a,b"], category: ["ai coding"] },
    },
    { rest: "/branch:feature%2Fx/editor:vim", interval: undefined, only: { branch: ["feature/x"], editor: ["vim"] } },
    { rest: "/C:\\src\\x", interval: undefined, only: { project: ["C:\\src\\x"] } },
    { rest: "/100%/50%zz/%ff", interval: undefined, only: { project: ["100%/50%zz/%ff"] } },
    { rest: "/project:/interval:/language:", interval: undefined, only: {} },
    { rest: "/__proto__:x", interval: undefined, only: { project: ["__proto__:x"] } },
    { rest: "/label:work", interval: undefined, only: { project: [] } },
    { rest: "/project:tide/label:work", interval: undefined, only: { project: [] } },
  ])("$rest", ({ rest, interval, only }) => {
    expect<unknown>(badgePath(rest)).toEqual({ interval, only });
  });
});

describe("badges", () => {
  matrix((side) => {
    test("show a public user's time as a plain count does, under any name", async () => {
      const now = side().now();
      const open = side().person({ isPublic: true, timeZone: noonZone(now) });
      const sent = week(now, 31);
      await sendAll(side(), open, sent);
      const truth = reference(sent, RULE);
      const text = (filter: ReferenceFilter = {}) => words(wholeSeconds(truth.totalMs(EVER, filter)));
      const at = `/api/badge/${open.user.name}`;
      expect(await drawn(side(), at)).toEqual(["Hearth", text()]);
      expect(await drawn(side(), `${at}/interval:any?label=time`)).toEqual(["time", text()]);
      expect(await drawn(side(), `${at}/interval:yesterday/project:nowhere`)).toEqual(["Hearth", "0 secs"]);
      for (const project of PROJECTS) {
        const shown = ["Hearth", text({ only: { project: [project] } })];
        expect(await drawn(side(), `${at}/project:${encodeURIComponent(project)}/interval:all_time`)).toEqual(shown);
        expect(await drawn(side(), `/api/v1/badge/${open.user.id}/${encodeURIComponent(project)}`)).toEqual(shown);
      }
      // Hackatime's: a slash in the name as it is, further names beside it.
      const both = { only: { project: ["lantern/web", "tidepool"] } };
      expect(await drawn(side(), `/api/v1/badge/${open.user.name}/lantern/web?aliases=tidepool,%20nowhere`)).toEqual([
        "Hearth",
        text(both),
      ]);
      for (const [segment, only] of [
        ["language:rust", { language: ["Rust"] }],
        ["editor:VS%20Code", { editor: ["vscode"] }],
        ["operating_system:mac", { operating_system: ["mac"] }],
        ["machine:studio", { machine: ["studio"] }],
        ["machine:-", { machine: ["-"] }],
        ["category:Debugging", { category: ["debugging"] }],
        ["branch:main/language:Klingon", { branch: ["main"], language: ["Klingon"] }],
      ] as const)
        expect(await drawn(side(), `${at}/${segment}`)).toEqual(["Hearth", text({ only })]);
      expect(await drawn(side(), `${at}/label:work`)).toEqual(["Hearth", "0 secs"]);
    });

    test("of a private user and of nobody are the same", async () => {
      const { user } = side().person();
      const paths = ["/api/badge/WHO", "/api/badge/WHO/interval:never/tide", "/api/v1/badge/WHO/lantern/web?color=red"];
      for (const path of [...paths, "/api/compat/shields/v1/WHO/project:x"])
        for (const key of [undefined, side().owner.keys.full]) {
          const answers = [];
          for (const who of [user.name, String(user.id), user.uuid, "nobody", "@nobody", "%ff"]) {
            const response = await side().send({ path: path.replace("WHO", who), ...(key !== undefined && { key }) });
            const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== "date"));
            answers.push({ status: response.status, text: await response.text(), headers });
          }
          expect(answers[0]?.status).toBe(200);
          expect(answers[0]?.text).toMatch(/9f9f9f.*not public|not public.*9f9f9f/);
          for (const answer of answers) expect(answer).toEqual(answers[0] as (typeof answers)[0]);
        }
    });

    test("are one's own with a key that may read", async () => {
      const { user, keys } = side().person();
      for (const who of ["current", user.name]) {
        const path = `/api/badge/${who}`;
        expect(await drawn(side(), path, keys.read)).toEqual(["Hearth", "0 secs"]);
        expect(await drawn(side(), path, keys.write)).toEqual(["Hearth", "not public"]);
        expect(await drawn(side(), path)).toEqual(["Hearth", "not public"]);
      }
      const wrong = { name: "wrong", path: "/api/badge/current", key: "9b1f6a52-4c3d-4e7a-8f10-2b5c7d9e0f13" };
      await play(side(), { ...wrong, status: 401, json: errorShape(401) });
    });

    test("come as JSON for shields.io", async () => {
      const { user } = side().person({ isPublic: true });
      const path = `/api/compat/shields/v1/${user.name}/interval:today`;
      const response = await side().send({ path: `${path}?color=blue` });
      expect(await response.json()).toEqual({ schemaVersion: 1, label: "Hearth", message: "0 secs", color: "007ec6" });
      expect(response.headers.get("cache-control")).toBe("public, max-age=300");
    });
  });
});

describe("a badge's parameters", () => {
  let side: Opened;
  let open: Person;
  beforeAll(async () => {
    side = await inProcess();
    open = side.person({ isPublic: true });
    await sendAll(side, open, [beat("09:00:00", { project: "<b>&\"'" }), beat("09:01:00")]);
  });
  afterAll(() => side.close());

  test("a label is text and a colour is a colour", async () => {
    const path = `/api/badge/${open.user.name}`;
    const label = '"><script>alert(1)</script>&amp;';
    const query = new URLSearchParams({ label, color: 'red" onload="alert(1)' });
    expect(await drawn(side, `${path}?${query}`)).toEqual([label, "1 min"]);
    expect(await drawn(side, `${path}/${encodeURIComponent("<b>&\"'")}`)).toEqual(["Hearth", "1 min"]);
    expect(await (await side.send({ path: `${path}?color=%23e05d44` })).text()).toContain('fill="#e05d44"');
  });

  test("a range that is not known is named", async () => {
    for (const path of ["/interval:never", "/tide?timezone=Moon", "/tide?timeout=0"]) {
      const sending = { name: path, path: `/api/badge/${open.user.name}${path}`, status: 422, json: errorShape(422) };
      expect(JSON.parse(await play(side, sending)).message).toMatch(/^(?:interval|timezone|timeout) must/);
    }
  });

  test("a name that is no project is no time", async () => {
    for (const name of ["a".repeat(300), "🦀", "%00", "..%2f..%2fetc", "%", "null"])
      expect(await drawn(side, `/api/badge/${open.user.name}/${name}`)).toEqual(["Hearth", "0 secs"]);
  });
});
