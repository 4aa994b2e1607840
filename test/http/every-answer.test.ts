// What is true of every answer that tells of time, whatever the history: each is asked for in each of them. That it has
// the described shape is seen to by whoever sends it (support/described.ts).
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { beat, sendAll } from "../support/asking.ts";
import { DOCUMENT } from "../support/described.ts";
import { inProcess, NOW, type Opened, type Person } from "../support/matrix.ts";
import type { SentHeartbeat } from "../support/reference.ts";
import { PROJECTS, week } from "../support/week.ts";
import { words } from "../support/written.ts";

const NAMES = [...PROJECTS, "a, b", "..", "null", "__proto__", "e\u0301 \u202e", "x/commits", "-", "Unknown"];

/** A minute of work for each name, in every dimension. */
const hostile: SentHeartbeat[] = [...NAMES, "end"].map((name, i) => ({
  ...beat("06:00:00", { project: name, branch: name, language: name, machine: name, category: name, type: name }),
  ...{ entity: name, editor: name, operating_system: name, dependencies: [name], ai_model: name, ai_session: name },
  time: NOW / 1000 - 20_000 + i * 60,
}));

/** An hour of work on the first of each month of ten years. */
const tenYears: SentHeartbeat[] = Array.from({ length: 120 }, (_, month) => month).flatMap((month) =>
  Array.from({ length: 31 }, (_, i) => ({
    time: Date.UTC(2016, 11 + month, 1, 10, 2 * i) / 1000,
    entity: `/tide/${month % 7}.ts`,
    project: `tide ${month % 5}`,
    language: "TypeScript",
  })),
);

/** Around both changes of the clock, and in the hour that comes twice. */
const clockChanges: SentHeartbeat[] = ["2026-03-29T00:30:00Z", "2026-10-25T00:10:00Z", NOW].flatMap((start) =>
  Array.from({ length: 60 }, (_, i) => ({
    time: new Date(start).getTime() / 1000 - (start === NOW ? 7200 : 0) + i * 110.5,
    entity: "/a.go",
    language: "Go",
  })),
);

const HISTORIES: readonly { readonly name: string; readonly zone: string; readonly sent: readonly SentHeartbeat[] }[] =
  [
    { name: "empty", zone: "UTC", sent: [] },
    { name: "of one heartbeat", zone: "Asia/Kathmandu", sent: [beat("09:00:00", { project: "tide" })] },
    { name: "of a busy week", zone: "America/St_Johns", sent: week(NOW, 3, 60) },
    { name: "with names of every kind", zone: "UTC", sent: hostile },
    { name: "of ten years", zone: "Pacific/Auckland", sent: tenYears },
    { name: "over changes of the clock", zone: "Europe/Berlin", sent: clockChanges },
  ];

/** Everything that is asked with GET; what is posted has tests of its own. */
const ASKED = Object.entries(DOCUMENT.paths)
  .filter(
    ([path, { get }]) =>
      get !== undefined && path !== "/-/events" && !path.startsWith("/oauth") && path !== "/api/openapi.json",
  )
  .map(([path]) => path);

const RANGES = ["today", "last_7_days", "last_12_months", "all_time"];

describe.each(HISTORIES)("a history $name", ({ zone, sent }) => {
  let side: Opened;
  let person: Person;
  beforeAll(async () => {
    side = await inProcess();
    person = side.person({ timeZone: zone, isPublic: true });
    if (sent.length > 0) await sendAll(side, person, sent);
  });
  afterAll(() => side.close());

  test.each(ASKED)("%s", async (path) => {
    const project = String(sent.at(0)?.["project"] ?? "none");
    const known: Readonly<Record<string, readonly string[]>> = {
      user: ["current"],
      type: ["weekdays", "days", "ai_days", "best_day", "daily_average", "projects", "machines", "stats"],
      range: RANGES,
      project: sent === hostile ? NAMES.filter((name) => name !== ".." && name !== "-") : [project],
      name: [project],
      filters: ["interval:last_7_days", encodeURIComponent(project)],
    };
    const variants = [...path.matchAll(/\{(\w+)\}/g)].reduce<string[]>(
      (paths, [part, name = ""]) =>
        paths.flatMap((one) =>
          (known[name] ?? ["nothing"]).map((value) => one.replace(part, encodeURIComponent(value))),
        ),
      [path.startsWith("/api/") || path.startsWith("/-/") || path.startsWith("/hackatime") ? path : `/api/v1${path}`],
    );
    const named = `project=${encodeURIComponent(project)}`;
    // A range in the path beats one in the query.
    const ranged = path.includes("{range}") ? [`?${named}`] : RANGES.map((range) => `?range=${range}&${named}`);
    const queries = ["", "?date=today", ...ranged];
    for (const address of variants)
      for (const query of queries) {
        const response = await side.send({ path: address + query, key: person.keys.full });
        expect([200, 302, 404, 422]).toContain(response.status);
        if (response.status !== 200 || !response.headers.get("content-type")?.startsWith("application/json")) continue;
        const found = faults(await response.json(), path === "/users/{user}/stats" ? FLAT : "");
        expect({ path: address + query, found }).toEqual({ path: address + query, found: [] });
      }
  });

  test.each(ASKED.filter((path) => reads(path, "start")))("%s refuses a range that is reversed", async (path) => {
    const address = path
      .replace("{user}", "current")
      .replace("{range}", "today")
      .replace("{type}", "days")
      .replaceAll(/\{board\}/g, "6f1c3a52-7d0e-4b8e-9a51-2f4f0c9d7e11")
      .replaceAll(/\{\w+\}/g, "nothing");
    const full = address.startsWith("/api/") || address.startsWith("/-/") ? address : `/api/v1${address}`;
    const response = await side.send({ path: `${full}?start=2026-11-21&end=2026-11-01`, key: person.keys.full });
    expect({ full, status: response.status }).toEqual({ full, status: 422 });
    expect((await response.json()).message).toContain("end");
  });
});

function reads(path: string, parameter: string): boolean {
  const parameters = DOCUMENT.paths[path]?.["get"]?.parameters ?? [];
  return parameters.some(({ $ref, name }) => name === parameter || $ref === `#/components/parameters/${parameter}`);
}

/** Where an answer begins whose first lists have no 0–59 seconds: `seconds` is the whole time there. */
const FLAT = "flat";

type Fields = Readonly<Record<string, unknown>>;

/** Texts beside a number of seconds, by the name of each. */
const TOLD: readonly (readonly [seconds: string, text: string])[] = [
  ["total_seconds", "text"],
  ["total_seconds", "human_readable_total"],
  ["total_seconds_including_other_language", "human_readable_total_including_other_language"],
  ["daily_average", "human_readable_daily_average"],
  ["daily_average_including_other_language", "human_readable_daily_average_including_other_language"],
  ["total", "human_readable_total"],
  ["average", "human_readable_average"],
  ["actual_seconds", "actual_seconds_text"],
];

/** Returns what is wrong with the figures in a value, with where each stands. */
function faults(value: unknown, at = ""): string[] {
  if (Array.isArray(value))
    return [...percentFaults(value, at), ...value.flatMap((one, i) => faults(one, `${at}/${i}`))];
  if (typeof value === "number") return Number.isFinite(value) ? [] : [`${at} is no number`];
  if (typeof value !== "object" || value === null) return [];
  const fields = value as Fields;
  return [
    ...TOLD.flatMap(([seconds, text]) => different(at, text, fields[text], fields[seconds], words)),
    ...clockFaults(fields, at),
    ...Object.entries(fields).flatMap(([name, one]) => faults(one, `${at}/${name}`)),
  ];
}

function different(at: string, name: string, told: unknown, seconds: unknown, write: (seconds: number) => unknown) {
  if (told === undefined || typeof seconds !== "number") return [];
  return told === write(seconds) ? [] : [`${at}/${name} is ${JSON.stringify(told)} for ${seconds} s`];
}

/** `seconds` is what is left of the minute beside a `total_seconds`, and the whole time without one or in the flat form. */
function clockFaults(fields: Fields, at: string): string[] {
  const total = fields["total_seconds"] ?? fields["seconds"];
  const [hour, minute] = [(s: number) => Math.trunc(s / 3600), (s: number) => Math.trunc(s / 60) % 60];
  const pad = (n: number) => `${n}`.padStart(2, "0");
  const digital = (s: number) => `${hour(s)}:${pad(minute(s))}`;
  const hasSeconds = /^\d+:\d\d:\d\d$/.test(String(fields["digital"]));
  const isFlat = at.startsWith(FLAT) && /^\w+\/(?:languages|projects)\/\d+$/.test(at);
  return [
    ...different(at, "hours", fields["hours"], total, hour),
    ...different(at, "minutes", fields["minutes"], total, minute),
    ...different(at, "digital", fields["digital"], total, (s) =>
      hasSeconds ? `${digital(s)}:${pad(s % 60)}` : digital(s),
    ),
    ...different(at, "decimal", fields["decimal"], total, (s) => (hour(s) + minute(s) / 60).toFixed(2)),
    ...("total_seconds" in fields
      ? different(at, "seconds", fields["seconds"], total, (s) => (isFlat ? s : s % 60))
      : []),
  ];
}

/** Percentages are of the list's own sum, with two digits each; a list that is cut may come to less. */
function percentFaults(list: readonly unknown[], at: string): string[] {
  const items = list.filter((one): one is Fields => typeof one === "object" && one !== null && "percent" in one);
  const percents = items.map(({ percent }) => Number(percent));
  const sum = percents.reduce((total, percent) => total + percent, 0);
  const isWhole = sum === 0 || Math.abs(sum - 100) <= 0.005 * items.length + 1e-6 || items.length === 10;
  return [
    ...(isWhole ? [] : [`${at} sums to ${sum} %`]),
    ...percents
      .filter((percent) => Math.abs(percent * 100 - Math.round(percent * 100)) > 1e-6)
      .map((one) => `${at} has ${one} %`),
  ];
}

test("the search for wrong figures finds each kind of them", () => {
  const good = {
    total_seconds: 3725,
    text: "1 hr 2 mins",
    digital: "1:02:05",
    decimal: "1.03",
    hours: 1,
    minutes: 2,
    seconds: 5,
  };
  expect(faults({ data: [{ ...good, percent: 100 }] })).toEqual([]);
  for (const bad of [
    { text: "62 mins" },
    { digital: "1:2:5" },
    { decimal: "1.04" },
    { hours: 2 },
    { minutes: 62 },
    { seconds: 3725 },
  ])
    expect(faults({ data: { ...good, ...bad } })).toHaveLength(1);
  expect(faults({ projects: [good] }, FLAT)).toHaveLength(1);
  expect(faults({ projects: [{ ...good, seconds: 3725 }] }, FLAT)).toEqual([]);
  expect(faults([{ percent: 60 }, { percent: 39 }])).toHaveLength(1);
  expect(faults([{ percent: 33.333 }, { percent: 66.667 }])).toHaveLength(2);
  expect(faults({ total: 3600, human_readable_total: "1 hrs" })).toHaveLength(1);
});
