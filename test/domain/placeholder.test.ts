import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  LAST_BRANCH,
  LAST_LANGUAGE,
  LAST_PROJECT,
  type LookBack,
  NO_SENTINELS,
  openTrail,
  resolve,
  type Sentinels,
} from "../../src/domain/placeholder.ts";

const MINUTE_US = 60_000_000;
const DAY_US = 24 * 60 * MINUTE_US;
const LAST = "last";

/** A heartbeat in words; `last` = a sentinel, absent = blank. */
type Sent = {
  readonly at: number;
  readonly project?: string;
  readonly language?: string;
  readonly branch?: string;
};

/** Names and their ids, for `resolve` speaks of ids. */
const NAMES = ["tide", "harbor", "quay", "Go", "Rust", "main", "dev"];
const idOf = (name: string | undefined) => (name === undefined || name === LAST ? undefined : NAMES.indexOf(name) + 1);
const nameOf = (id: number | undefined) => (id === undefined ? undefined : NAMES[id - 1]);

const isSentinel = ({ project, language, branch }: Sent): Sentinels => ({
  project: project === LAST,
  language: language === LAST,
  branch: branch === LAST,
});

/** Resolves a whole stream, each heartbeat by a walk back over the ones before it. */
function resolved(stream: readonly Sent[]) {
  const projects: (number | undefined)[] = [];
  return stream.map((sent, i) => {
    const back = (value: (j: number) => number | undefined, reachUs: number) => {
      for (let j = i - 1; j >= 0 && sent.at - (stream[j] as Sent).at <= reachUs; j--) {
        const found = value(j);
        if (found !== undefined) return found;
      }
      return undefined;
    };
    const inProject = (field: "language" | "branch") => (projectId: number, reachUs: number) =>
      back((j) => (projects[j] === projectId ? idOf(stream[j]?.[field]) : undefined), reachUs);
    const look: LookBack = {
      project: (reachUs) => back((j) => idOf(stream[j]?.project), reachUs),
      language: inProject("language"),
      branch: inProject("branch"),
    };
    const found = resolve(isSentinel(sent), idOf(sent.project), look);
    projects.push(sent.project === LAST ? found.projectId : idOf(sent.project));
    return {
      project: nameOf(found.projectId),
      language: nameOf(found.languageId),
      branch: nameOf(found.branchId),
    };
  });
}

const NOTHING = { project: undefined, language: undefined, branch: undefined };

describe("what a sentinel stands for", () => {
  test("the spellings clients send", () => {
    expect([LAST_PROJECT, LAST_LANGUAGE, LAST_BRANCH]).toEqual([
      "<<LAST_PROJECT>>",
      "<<LAST_LANGUAGE>>",
      "<<LAST_BRANCH>>",
    ]);
    expect(NO_SENTINELS).toEqual({ project: false, language: false, branch: false });
  });

  test.each<{ name: string; before: readonly Sent[]; sent: Sent; expected: Partial<typeof NOTHING> | object }>([
    {
      name: "a project of 15 minutes ago",
      before: [{ at: 0, project: "tide" }],
      sent: { at: 15 * MINUTE_US, project: LAST },
      expected: { project: "tide" },
    },
    {
      name: "no project of a µs earlier",
      before: [{ at: 0, project: "tide" }],
      sent: { at: 15 * MINUTE_US + 1, project: LAST },
      expected: {},
    },
    {
      name: "the nearest project, past heartbeats without one",
      before: [{ at: 0, project: "harbor" }, { at: 1, project: "tide" }, { at: 2 }],
      sent: { at: 3, project: LAST },
      expected: { project: "tide" },
    },
    {
      name: "nothing at the start of a stream",
      before: [],
      sent: { at: 0, project: LAST, language: LAST },
      expected: {},
    },
    {
      name: "language and branch of a day ago in the same project",
      before: [{ at: 0, project: "tide", language: "Go", branch: "main" }],
      sent: { at: DAY_US, project: "tide", language: LAST, branch: LAST },
      expected: { language: "Go", branch: "main" },
    },
    {
      name: "neither of a µs earlier",
      before: [{ at: 0, project: "tide", language: "Go", branch: "main" }],
      sent: { at: DAY_US + 1, project: "tide", language: LAST, branch: LAST },
      expected: {},
    },
    {
      name: "no language of another project",
      before: [
        { at: 0, project: "tide", language: "Go" },
        { at: 1, project: "harbor", language: "Rust" },
      ],
      sent: { at: 2, project: "tide", language: LAST },
      expected: { language: "Go" },
    },
    {
      name: "language and branch each from the nearest heartbeat that has one",
      before: [
        { at: 0, project: "tide", language: "Go", branch: "dev" },
        { at: 1, project: "tide", branch: "main" },
        { at: 2, project: "tide", language: LAST, branch: LAST },
      ],
      sent: { at: 3, project: "tide", language: LAST, branch: LAST },
      expected: { language: "Go", branch: "main" },
    },
    {
      name: "the language of the project that the other sentinel found",
      before: [
        { at: 0, project: "harbor", language: "Go", branch: "main" },
        { at: 1, project: "tide", language: "Rust", branch: "dev" },
      ],
      sent: { at: 2, project: LAST, language: LAST, branch: LAST },
      expected: { project: "tide", language: "Rust", branch: "dev" },
    },
    {
      name: "a language sent under a project that was itself found",
      before: [
        { at: 0, project: "tide" },
        { at: 1, project: LAST, language: "Rust" },
      ],
      sent: { at: 2, project: "tide", language: LAST },
      expected: { language: "Rust" },
    },
    {
      name: "nothing without a project: it has no context",
      before: [{ at: 0, language: "Go", branch: "main" }],
      sent: { at: 1, language: LAST, branch: LAST },
      expected: {},
    },
    {
      name: "nothing for fields that are no sentinels",
      before: [{ at: 0, project: "tide", language: "Go", branch: "main" }],
      sent: { at: 1, project: "tide", language: "Rust" },
      expected: {},
    },
  ])("$name", ({ before, sent, expected }) => {
    expect(resolved([...before, sent]).at(-1)).toEqual({ ...NOTHING, ...expected });
  });

  test("a resolved project is no source: a chain of guesses ends 15 minutes after the last one sent", () => {
    const stream = [0, 10, 20, 24].map((minute) => ({ at: minute * MINUTE_US, project: minute === 0 ? "tide" : LAST }));
    expect(resolved(stream).map(({ project }) => project)).toEqual([undefined, "tide", undefined, undefined]);
  });

  test("a batch with history and without", () => {
    const stream: Sent[] = [
      { at: 0, project: "tide", language: "Go", branch: "main" },
      { at: 1, project: "harbor", language: "Rust", branch: "dev" },
      { at: 2, project: "harbor", language: LAST, branch: LAST },
      { at: 3, project: LAST, language: LAST, branch: LAST },
      { at: 4, project: "quay", language: LAST },
    ];
    expect(resolved(stream).slice(2)).toEqual([
      { ...NOTHING, language: "Rust", branch: "dev" },
      { project: "harbor", language: "Rust", branch: "dev" },
      NOTHING,
    ]);
  });
});

describe("a trail", () => {
  const nameArb = (...names: readonly string[]) => fc.option(fc.constantFrom(...names, LAST), { nil: undefined });
  const sentArb = fc.record({
    // A few minutes apart, or just within and beyond what a look back reaches.
    after: fc.constantFrom(0, 1, 14 * MINUTE_US, 15 * MINUTE_US, 15 * MINUTE_US + 1, DAY_US - 1, DAY_US, DAY_US + 1),
    project: nameArb("tide", "harbor"),
    language: nameArb("Go", "Rust"),
    branch: nameArb("main", "dev"),
  });

  test("finds what looking back from each heartbeat finds", () => {
    fc.assert(
      fc.property(fc.array(sentArb, { maxLength: 30 }), (steps) => {
        let at = 0;
        const stream = steps.map(({ after, project, language, branch }): Sent => {
          at += after;
          return { at, ...(project && { project }), ...(language && { language }), ...(branch && { branch }) };
        });
        const trail = openTrail();
        const found = stream.map((sent) =>
          trail.next(sent.at, {
            sentinels: isSentinel(sent),
            projectId: idOf(sent.project),
            languageId: idOf(sent.language),
            branchId: idOf(sent.branch),
          }),
        );
        expect(
          found.map(({ projectId, languageId, branchId }) => ({
            project: nameOf(projectId),
            language: nameOf(languageId),
            branch: nameOf(branchId),
          })),
        ).toEqual(resolved(stream));
      }),
    );
  });
});
