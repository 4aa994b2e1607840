// Random histories for properties: times that crowd around every limit of the rules, fields that clients leave out.
import fc from "fast-check";
import { NOON } from "./memory.ts";
import { type ReferenceFilter, type ReferenceRule, type SentHeartbeat, streamKey } from "./reference.ts";
import { TEST_ZONES } from "./zones.ts";

const SECOND_US = 1_000_000;
const MINUTE_US = 60 * SECOND_US;
const DAY_US = 24 * 60 * MINUTE_US;

/** Where clocks change, dates are missing or time begins and ends for Hearth. */
const ANCHORS = [
  "2001-09-09T02:00:00Z",
  "2010-11-07T02:31:00Z", // America/St_Johns, 00:01 again 23:01
  "2010-03-04T15:00:00Z", // Antarctica/Casey
  "2011-12-30T10:00:00Z", // Pacific/Apia
  "2025-03-09T05:00:00Z", // America/Havana without midnight
  "2025-03-09T07:00:00Z", // America/New_York
  "2025-03-30T01:00:00Z", // Europe/Berlin, and two hours in Antarctica/Troll
  "2025-04-05T15:00:00Z", // Australia/Lord_Howe, half an hour
  "2025-10-26T01:00:00Z",
  "2025-11-02T06:00:00Z",
  "2026-08-09T22:00:00Z",
  "2026-08-10T11:50:00Z",
].map((text) => Temporal.Instant.from(text).epochMilliseconds * 1000);

/** A day after "now" less a minute: what is later is refused. */
const LATEST_US = NOON * 1000 + DAY_US - MINUTE_US;

export const ruleArb: fc.Arbitrary<ReferenceRule> = fc
  .oneof(fc.constantFrom(30_000, 120_000, 600_000, 900_000, 3_600_000), fc.integer({ min: 30_000, max: 3_600_000 }))
  .chain((timeoutMs) =>
    fc.record({
      timeoutMs: fc.constant(timeoutMs),
      idleMs: fc.oneof(fc.constantFrom(0, timeoutMs), fc.integer({ min: 0, max: timeoutMs })),
    }),
  );

export const zoneArb = fc.constantFrom(...TEST_ZONES);

function gapArb({ timeoutMs }: ReferenceRule): fc.Arbitrary<number> {
  const around = (us: number) => fc.constantFrom(us - 1000, us - 1, us, us + 1, us + 1000);
  return fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(0, 1, 400, 999, 1000) },
    { weight: 6, arbitrary: fc.integer({ min: 0, max: timeoutMs }).map((ms) => ms * 1000) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 2 * timeoutMs * 1000 }) },
    { weight: 3, arbitrary: around(timeoutMs * 1000) },
    { weight: 2, arbitrary: around(15 * MINUTE_US) },
    { weight: 1, arbitrary: around(DAY_US) },
    { weight: 1, arbitrary: fc.integer({ min: 0, max: 3 * DAY_US }) },
  );
}

/** Times in µs, in no order; several clusters, some of them years apart. */
function timesArb(rule: ReferenceRule, maxLength: number): fc.Arbitrary<number[]> {
  const cluster = fc
    .record({
      anchor: fc.constantFrom(...ANCHORS),
      leadUs: fc.oneof(
        fc.integer({ min: 0, max: 120 }).map((minutes) => minutes * MINUTE_US),
        fc.integer({ min: 0, max: 40 * MINUTE_US }),
      ),
      gaps: fc.array(gapArb(rule), { maxLength: Math.ceil(maxLength / 2), size: "max" }),
    })
    .map(({ anchor, leadUs, gaps }) => {
      let at = Math.max(1_000_000_000 * SECOND_US, anchor - leadUs);
      return [at, ...gaps.map((gap) => (at = Math.min(LATEST_US, at + gap)))];
    });
  return fc.array(cluster, { minLength: 1, maxLength: 3 }).map((clusters) => clusters.flat().slice(0, maxLength));
}

const AGENTS = [
  "wakatime/v1.118.0 (linux-6.8.0-45-generic-x86_64) go1.24.4 vscode/1.99.1 vscode-wakatime/25.0.2",
  "wakatime/v1.118.0 (darwin-24.5.0-arm64) go1.24.4 neovim/0.11 vim-wakatime/11.3.0",
  "wakatime/v2.20.0 (linux-x86_64) go1.26 sonnet/5-1 claude-code/2.1.90",
  "Firefox/140.0 linux_x86-64 firefox-wakatime/4.1.0",
];

const PROJECTS = ["tide", "Tide", "harbor", "Unknown"];
const LANGUAGES = ["TypeScript", "ts", "Rust", "Sindarin", "unknown"];
const BRANCHES = ["main", "release/2"];
const CATEGORIES = ["coding", "Coding", "debugging", "ai coding", "browsing"];
const MACHINES = ["studio", "m%C3%BChle"];
const MODELS = ["sonnet-5", "qwen3"];

const maybe = <T>(values: readonly T[], absent = 1) =>
  fc.oneof({ weight: absent, arbitrary: fc.constant(undefined) }, { weight: 2, arbitrary: fc.constantFrom(...values) });

const fieldsArb = fc
  .record({
    entity: maybe(["/a/app.ts", "/a/lib.rs", "Makefile", "notes", "docs.example.org"]),
    type: maybe(["file", "domain", "url", "app"], 4),
    project: maybe([...PROJECTS, "<<LAST_PROJECT>>", "<<LAST_PROJECT>>"]),
    branch: maybe([...BRANCHES, "<<LAST_BRANCH>>"]),
    language: maybe([...LANGUAGES, "<<LAST_LANGUAGE>>", "<<LAST_LANGUAGE>>"]),
    category: maybe(CATEGORIES),
    user_agent: maybe(AGENTS),
    editor: maybe(["Zed", "cursor"], 6),
    machine: maybe(MACHINES),
    ai_model: maybe(MODELS, 4),
    is_write: maybe([true, false]),
    dependencies: maybe([["bun", "elysia"], ["elysia", "elysia"], []], 3),
    ai_session: maybe(["s1"], 8),
    ai_input_tokens: maybe([0, 7, 1200], 6),
    ai_line_changes: maybe([3, -2], 6),
    human_line_changes: maybe([5, -1], 6),
    line_additions: maybe([4], 8),
  })
  .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));

/** A history to send, in the order of its arrival, and the rule and zone it is read with. */
export type Stream = { readonly rule: ReferenceRule; readonly zone: string; readonly sent: readonly SentHeartbeat[] };

/** Streams without copies, in random order of arrival; times as numbers and as text with six decimals. */
export function streamArb(maxLength = 40): fc.Arbitrary<Stream> {
  return fc.tuple(ruleArb, zoneArb).chain(([rule, zone]) =>
    timesArb(rule, maxLength)
      .chain((times) => fc.shuffledSubarray(times, { minLength: times.length, maxLength: times.length }))
      .chain((times) =>
        fc.tuple(
          ...times.map((timeUs) =>
            fc.tuple(fieldsArb, fc.boolean()).map(
              ([fields, isText]): SentHeartbeat => ({
                ...fields,
                time: isText ? (timeUs / SECOND_US).toFixed(6) : timeUs / SECOND_US,
              }),
            ),
          ),
        ),
      )
      .map((sent) => ({ rule, zone, sent: unlike(sent) })),
  );
}

/** Streams of guesses: nearly every heartbeat leaves something to be found, at distances around the limits of the search. */
export function guessesArb(maxLength = 12): fc.Arbitrary<readonly SentHeartbeat[]> {
  const quarterHour = 15 * MINUTE_US;
  const gaps = [0, 1, MINUTE_US, quarterHour - 1, quarterHour, quarterHour + 1].concat(
    [DAY_US - quarterHour, DAY_US - 1, DAY_US, DAY_US + 1].flatMap((us) => [us, us - MINUTE_US]),
  );
  const stepArb = fc.record({
    gap: fc.constantFrom(...gaps),
    fields: fc.record({
      entity: fc.constantFrom("a.py", "b"),
      project: fc.constantFrom("tide", "harbor", "<<LAST_PROJECT>>"),
      language: fc.constantFrom("Go", undefined, "<<LAST_LANGUAGE>>", "<<LAST_LANGUAGE>>"),
      branch: fc.constantFrom("main", undefined, "<<LAST_BRANCH>>", "<<LAST_BRANCH>>"),
    }),
  });
  return fc
    .array(stepArb, { minLength: 2, maxLength, size: "max" })
    .map((steps) => {
      let at = NOON * 1000 - 100 * DAY_US;
      const times = steps.map(({ gap }) => (at += gap));
      return unlike(steps.map(({ fields }, i) => ({ ...fields, time: (times[i] ?? 0) / SECOND_US })));
    })
    .chain((sent) => fc.shuffledSubarray([...sent], { minLength: sent.length, maxLength: sent.length }));
}

/** Returns the heartbeats without those that are copies of one before. */
export function unlike(sent: readonly SentHeartbeat[]): SentHeartbeat[] {
  const seen = new Set<string>();
  return sent.filter((one) => {
    const { timeUs, identity } = streamKey(one);
    const key = `${timeUs} ${identity}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** How a stream is cut into requests: sizes, used again and again until all is sent. */
export const batchesArb = fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 12 })), {
  minLength: 1,
  maxLength: 6,
});

export function batched<T>(all: readonly T[], sizes: readonly number[]): T[][] {
  const batches: T[][] = [];
  for (let from = 0; from < all.length; ) {
    const size = sizes[batches.length % sizes.length] ?? 1;
    batches.push(all.slice(from, from + size));
    from += size;
  }
  return batches;
}

const VALUES = {
  project: [...PROJECTS, "-", "unknown", "nowhere"],
  language: [...LANGUAGES, "typescript", "-"],
  editor: ["VS Code", "vscode", "Neovim", "zed", "Claude Code", "-"],
  operating_system: ["Linux", "macos", "Unknown"],
  machine: ["studio", "mühle", "-"],
  category: ["coding", "AI Coding", "debugging"],
  branch: [...BRANCHES, "-"],
  ai_model: [...MODELS, "sonnet/5-1", "-"],
} as const;

const selectionArb = fc
  .record({
    project: maybe(VALUES.project, 3),
    language: maybe(VALUES.language, 6),
    editor: maybe(VALUES.editor, 8),
    operating_system: maybe(VALUES.operating_system, 8),
    machine: maybe(VALUES.machine, 8),
    category: maybe(VALUES.category, 6),
    branch: maybe(VALUES.branch, 8),
    ai_model: maybe(VALUES.ai_model, 8),
    second: maybe(VALUES.project, 6),
  })
  .map(({ second, ...chosen }) =>
    Object.fromEntries(
      Object.entries(chosen)
        .filter(([, value]) => value !== undefined)
        .map(([dimension, value]) => [
          dimension,
          dimension === "project" && second !== undefined ? [value, second] : [value],
        ]),
    ),
  );

/** Filters with up to a few values; some select nothing, some everything. */
export const filterArb: fc.Arbitrary<ReferenceFilter> = fc.oneof(
  selectionArb.map((only) => ({ only })),
  selectionArb.map((without) => ({ without })),
  fc.tuple(selectionArb, selectionArb).map(([only, without]) => ({ only, without })),
);

/** Places for the edges of intervals: shares of a history, and how far beside a heartbeat, in ms. */
export const edgeArb = fc.record({
  place: fc.nat({ max: 999 }),
  besideMs: fc.oneof(fc.constantFrom(-1, 0, 1, 450_000, 900_000), fc.integer({ min: -1_000_000, max: 4_000_000 })),
  isOnQuarter: fc.boolean(),
});

export type Edge = { readonly place: number; readonly besideMs: number; readonly isOnQuarter: boolean };

/** Returns the interval between two edges in a history. */
export function intervalOf(sent: readonly SentHeartbeat[], edges: readonly [Edge, Edge]) {
  const [a, b] = edges.map(({ place, besideMs, isOnQuarter }) => {
    const time = Number(sent[place % sent.length]?.time ?? 0);
    const ms = Math.floor(time * 1000) + besideMs;
    return isOnQuarter ? Math.round(ms / 900_000) * 900_000 : ms;
  }) as [number, number];
  return { startMs: Math.min(a, b), endMs: Math.max(a, b) };
}
