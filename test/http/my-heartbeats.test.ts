import { describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import { secondsOf } from "../../src/domain/format.ts";
import { asked, sendAll } from "../support/asking.ts";
import { matrix, type Person } from "../support/matrix.ts";
import { reference } from "../support/reference.ts";
import { errorShape, play } from "../support/scenario.ts";
import { expectShape, Time, Whole } from "../support/shapes.ts";
import { week } from "../support/week.ts";

const T = 1_789_100_000;
const PATH = "/api/v1/my/heartbeats";
const HACKATIME = { timeoutMs: 120_000, idleMs: 120_000 };

const Text = Type.Union([Type.String(), Type.Null()]);
const Count = Type.Union([Type.Integer(), Type.Null()]);

/** Hackatime's flat heartbeat. Source: hackatime-api §3.1. */
const HEARTBEAT = Type.Object({
  ...{ id: Type.Integer({ minimum: 1, maximum: 0xffff_ffff }), user_id: Type.Integer({ minimum: 1 }) },
  ...{ time: Type.Number(), type: Type.String(), category: Type.String(), source_type: Type.String() },
  ...{ entity: Text, project: Text, branch: Text, language: Text, editor: Text, operating_system: Text, machine: Text },
  ...{ user_agent: Text, ai_model: Text, ai_session: Text, ai_subscription_plan: Text },
  ...{ is_write: Type.Union([Type.Boolean(), Type.Null()]), dependencies: Type.Array(Type.String()) },
  ...{ lines: Count, lineno: Count, cursorpos: Count, line_additions: Count, line_deletions: Count },
  ...{ project_root_count: Count, ai_line_changes: Count, human_line_changes: Count, ai_prompt_length: Count },
  ...{ ai_input_tokens: Count, ai_cached_input_tokens: Count, ai_output_tokens: Count },
  ...{ created_at: Time, updated_at: Time },
});

const ANSWER = Type.Object({
  ...{ start_time: Time, end_time: Time, total_seconds: Whole, total_count: Whole, has_more: Type.Boolean() },
  heartbeats: Type.Array(HEARTBEAT),
});

type Answer = {
  readonly start_time: string;
  readonly end_time: string;
  readonly total_seconds: number;
  readonly total_count: number;
  readonly has_more: boolean;
  readonly heartbeats: readonly { readonly time: number; readonly entity: string; readonly user_id: number }[];
};

matrix((side) => {
  const answerTo = (person: Person, query = "") => asked<Answer>(side(), person, `${PATH}${query}`, "read");
  const counted = (n: number) => Array.from({ length: n }, (_, i) => ({ time: T + i, entity: `/${i}` }));
  const entities = ({ heartbeats }: Answer) => heartbeats.map(({ entity }) => entity);

  test("the newest hundred of all time, oldest first, with the totals of everything", async () => {
    const person = side().person();
    await sendAll(side(), person, counted(150).toReversed());
    const answer = await answerTo(person);
    expectShape(ANSWER, answer);
    expect(answer).toMatchObject({
      total_seconds: 149,
      total_count: 150,
      has_more: true,
      start_time: "2026-09-11T04:13:20Z",
    });
    expect(entities(answer)).toEqual(
      counted(150)
        .slice(50)
        .map(({ entity }) => entity),
    );
    expect(new Set(answer.heartbeats.map(({ user_id }) => user_id))).toEqual(new Set([person.user.id]));
  });

  test.each([
    { query: "?limit=1", entities: ["/9"], has_more: true },
    { query: "?limit=3", entities: ["/7", "/8", "/9"], has_more: true },
    { query: "?limit=10", entities: counted(10).map(({ entity }) => entity), has_more: false },
    { query: "?limit=10000", entities: counted(10).map(({ entity }) => entity), has_more: false },
    {
      query: `?limit=2&start=${T + 2}&end=${T + 6}`,
      entities: ["/4", "/5"],
      has_more: true,
      total_count: 4,
      total_seconds: 4,
    },
    { query: `?start_time=${T + 8}`, entities: ["/8", "/9"], has_more: false, total_count: 2, total_seconds: 1 },
    { query: `?end_date=${T + 2}`, entities: ["/0", "/1"], has_more: false, total_count: 2, total_seconds: 2 },
    {
      query: "?start=2026-09-11T04:13:20.5Z&end=2026-09-11T04:13:22Z",
      entities: ["/1"],
      has_more: false,
      total_count: 1,
      total_seconds: 2,
    },
    { query: "?start=2026-09-12", entities: [], has_more: false, total_count: 0, total_seconds: 0 },
    { query: "?start=2026-09-11&end=2026-09-11", entities: counted(10).map(({ entity }) => entity), has_more: false },
    { query: "?limit=&start=&end=&unknown=1", entities: counted(10).map(({ entity }) => entity), has_more: false },
  ])("$query", async ({ query, entities: listed, has_more, total_count = 10, total_seconds = 9 }) => {
    const person = side().person();
    await sendAll(side(), person, counted(10));
    const answer = await answerTo(person, query);
    expectShape(ANSWER, answer);
    expect<readonly string[]>(entities(answer)).toEqual(listed);
    // Half a second of the first heartbeat's credit lies in the interval: 1.5 s are written as 2.
    expect(answer).toMatchObject({ has_more, total_count, total_seconds });
  });

  test.each([
    { query: "limit=0", parameter: "limit" },
    { query: "limit=-5", parameter: "limit" },
    { query: "limit=10001", parameter: "limit" },
    { query: "limit=many", parameter: "limit" },
    { query: "start=soon", parameter: "start" },
    { query: "end_time=soon", parameter: "end_time" },
    { query: "start=2026-01-02&end=2026-01-01", parameter: "end" },
    { query: "timezone=Nowhere", parameter: "timezone" },
  ])("?$query is 422 and names $parameter", async ({ query, parameter }) => {
    await play(side(), {
      ...{ name: query, path: `${PATH}?${query}`, key: side().owner.keys.read, status: 422 },
      json: { ...errorShape(422, { type: "InvalidParameter" }), message: expect.stringContaining(parameter) },
    });
  });

  test("nothing sent is an empty list", async () => {
    const person = side().person();
    const answer = await answerTo(person);
    expectShape(ANSWER, answer);
    expect(answer).toMatchObject({ heartbeats: [], total_count: 0, total_seconds: 0, has_more: false });
  });

  test("a week of work is the recount's, heartbeat by heartbeat", async () => {
    const person = side().person();
    const sent = week(side().now(), 3);
    await sendAll(side(), person, sent);
    const answer = await answerTo(person, "?limit=1000");
    expectShape(ANSWER, answer);
    const plain = reference(sent, HACKATIME);
    expect(answer.total_seconds).toBe(secondsOf(plain.totalMs({ startMs: 0, endMs: 4e12 })));
    expect(answer.heartbeats).toMatchObject(
      plain.credits.map(({ sent: { time, entity }, names }) => ({
        ...{ time, entity, project: names.project ?? null, language: names.language ?? null },
        ...{ editor: names.editor ?? null, machine: names.machine ?? null, category: names.category ?? null },
        ...{ branch: names.branch ?? null, operating_system: names.operating_system ?? null },
      })),
    );
  });

  describe("most_recent", () => {
    const recent = (person: Person, query = "") => asked(side(), person, `${PATH}/most_recent${query}`, "read");

    test("without any", async () => {
      const none = { has_heartbeat: false, heartbeat: null, editor: null, time_ago: null };
      expect(await recent(side().person())).toEqual(none);
    });

    test("is the newest by time, the installers' test apart unless asked for", async () => {
      const person = side().person();
      const now = Math.floor(side().now() / 1000);
      const agent = (editor: string) => `wakatime/v1.90.0 (linux-x86_64) go1.22.0 ${editor}/1 ${editor}-wakatime/1`;
      await sendAll(side(), person, [
        { time: now - 60, entity: "test.txt" },
        { time: now - 7_200, entity: "/vim", user_agent: agent("vim") },
        { time: now - 18_000, entity: "/emacs", user_agent: agent("emacs") },
      ]);
      expectShape(HEARTBEAT, (await recent(person))["heartbeat"]);
      const vim = { has_heartbeat: true, heartbeat: { entity: "/vim", source_type: "direct_entry" }, editor: "vim" };
      expect(await recent(person)).toMatchObject({ ...vim, time_ago: "about 2 hours ago" });
      expect(await recent(person, "?source_type=direct_entry")).toMatchObject(vim);
      expect(await recent(person, "?source_type=test_entry")).toMatchObject({
        ...{
          heartbeat: { entity: "test.txt", source_type: "test_entry" },
          time_ago: expect.stringMatching(/^[12] minutes? ago$/),
        },
      });
      for (const editor of ["emacs", "Emacs", "EMACS"])
        expect(await recent(person, `?editor=${editor}`)).toMatchObject({
          heartbeat: { entity: "/emacs" },
          editor: "emacs",
        });
      for (const query of ["?editor=nano", "?source_type=wakapi_import", "?source_type=nonsense"])
        expect(await recent(person, query)).toMatchObject({ has_heartbeat: false, heartbeat: null });
    });

    test("is found behind any number of others", async () => {
      const person = side().person();
      const from = Math.floor(side().now() / 1000) - 90_000;
      const newer = Array.from({ length: 6_000 }, (_, i) => ({ time: from + 1 + (i >> 1), entity: `/${i}` }));
      await sendAll(side(), person, [
        { time: from, entity: "/a.vim", editor: "vim" },
        ...newer.map((heartbeat) => ({ ...heartbeat, editor: "vscode" })),
      ]);
      await sendAll(
        side(),
        person,
        newer.map(({ time }, i) => ({ time, entity: "test.txt", editor: "vscode", project: `${i}` })),
      );
      expect(await recent(person, "?editor=vim")).toMatchObject({ heartbeat: { entity: "/a.vim", time: from } });
      expect(await recent(person)).toMatchObject({ heartbeat: { time: from + 3_000 }, editor: "vscode" });
      const latest = await asked(side(), person, "/api/v1/authenticated/heartbeats/latest", "read");
      expect(latest).toMatchObject({ time: from + 3_000, entity: expect.stringMatching(/^\/599[89]$/) });
    });
  });
});
