// machine_names and user_agents: where heartbeats came from.
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { Type } from "@sinclair/typebox";
import fc from "fast-check";
import { BASES } from "../../../src/http/paths.ts";
import { asked, beat, sendAll } from "../../support/asking.ts";
import { inProcess, NOW, type Opened } from "../../support/matrix.ts";
import { PATIENCE_MS, RUNS } from "../../support/proving.ts";
import { reference } from "../../support/reference.ts";
import { errorShape, play } from "../../support/scenario.ts";
import { expectShape, Time, Uuid, Whole } from "../../support/shapes.ts";
import { batched, batchesArb, streamArb } from "../../support/streams.ts";

let side: Opened;
beforeAll(async () => {
  side = await inProcess();
});
afterAll(() => side.close());

const strict = { additionalProperties: false } as const;
const Text = Type.String({ minLength: 1 });
const MaybeText = Type.Union([Type.Null(), Text]);
const MaybePage = Type.Union([Type.Null(), Type.Integer()]);
const Paged = {
  page: Type.Integer(),
  total: Whole,
  total_pages: Type.Integer(),
  next_page: MaybePage,
  prev_page: MaybePage,
};

const AGENT = Type.Object(
  {
    id: Uuid,
    value: Text,
    editor: MaybeText,
    version: MaybeText,
    os: MaybeText,
    cli_version: MaybeText,
    go_version: MaybeText,
    ai_model: MaybeText,
    ai_model_version: MaybeText,
    ai_model_complexity: MaybeText,
    is_browser_extension: Type.Boolean(),
    is_desktop_app: Type.Boolean(),
    first_seen_at: Time,
    last_seen_at: Time,
    created_at: Time,
  },
  strict,
);
const AGENTS = Type.Object({ data: Type.Array(AGENT), ...Paged }, strict);

const MACHINE = Type.Object(
  { id: Uuid, name: Text, value: Text, ip: Type.Null(), timezone: MaybeText, last_seen_at: Time, created_at: Time },
  strict,
);
const MACHINES = Type.Object({ data: Type.Array(MACHINE), ...Paged }, strict);

type Agent = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly value: string;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
};
type Machine = {
  readonly id: string;
  readonly name: string;
  readonly last_seen_at: string;
  readonly created_at: string;
};
type List<T> = { readonly data: readonly T[]; readonly total: number };

const PATH = "/api/v1/users/current";

describe("GET users/:user/user_agents", () => {
  test.each(BASES.map((base) => ({ base })))("answers on the base '$base'", async ({ base }) => {
    const person = side.person();
    const value = "wakatime/v1.118.0 (linux-6.8.0-45-generic-x86_64) go1.24.4 vscode/1.99.1 vscode-wakatime/25.0.2";
    await sendAll(side, person, [beat("09:00:00.900", { user_agent: value }), beat("10:00:00", { user_agent: value })]);
    const answer = await asked<List<Agent>>(side, person, `${base}/users/current/user_agents`);
    expectShape(AGENTS, answer);
    expect(answer).toMatchObject({
      data: [
        {
          value,
          editor: "VS Code",
          version: "25.0.2",
          os: "Linux",
          cli_version: "v1.118.0",
          go_version: "go1.24.4",
          ai_model: null,
          is_browser_extension: false,
          first_seen_at: "2026-11-21T09:00:00Z",
          last_seen_at: "2026-11-21T10:00:00Z",
        },
      ],
      total: 1,
      next_page: null,
    });
    const [first] = answer.data;
    const one = await asked<{ data: Agent }>(side, person, `${base}/users/current/user_agents/${first?.id}`);
    expect(one.data).toEqual(first as Agent);
  });

  test.each([
    {
      value: "Chrome/138.0.0 mac_arm64 chrome-wakatime/4.1.0",
      has: { is_browser_extension: true, is_desktop_app: false, editor: "Chrome", version: "4.1.0", cli_version: null },
    },
    {
      value: "wakatime/v1.131.0 (darwin-24.5.0-arm64) go1.25.0 xcode/16.4 macos-wakatime/5.28.3",
      has: { is_browser_extension: false, is_desktop_app: true, version: "5.28.3", os: "macOS" },
    },
    {
      value: "wakatime/v2.20.0 (linux-x86_64) go1.26 opus/4-8 -high claude-code/2.1.90 claude-code-wakatime/3.0",
      category: "ai coding",
      has: { ai_model: "Opus", ai_model_version: "4-8", ai_model_complexity: "high", editor: "Claude Code" },
    },
    {
      value: "wakatime/v2.20.0 (linux-x86_64) go1.26 o3 codex/0.31 codex-wakatime/1.0",
      category: "ai coding",
      has: { ai_model: "O3", ai_model_version: null, ai_model_complexity: null },
    },
    { value: '<b>"odd" agent</b> 🌊', has: { cli_version: null, go_version: null, version: null } },
  ])("reads $value", async ({ value, category, has }) => {
    const person = side.person();
    await sendAll(side, person, [beat("09:00:00", { user_agent: value, ...(category && { category }) })]);
    const answer = await asked<List<Agent>>(side, person, `${PATH}/user_agents`);
    expectShape(AGENTS, answer);
    expect(answer.data).toMatchObject([{ value, ...has }]);
  });

  test("is joined by the heartbeats' ids, also for a program that says nothing", async () => {
    const person = side.person();
    await sendAll(side, person, [beat("09:00:00"), beat("09:01:00", { user_agent: "Zed/1.0", machine: "studio" })]);
    const { data } = await asked<List<{ user_agent_id: string; machine_name_id: string | null }>>(
      side,
      person,
      `${PATH}/heartbeats?date=2026-11-21`,
    );
    const agents = await asked<List<Agent>>(side, person, `${PATH}/user_agents`);
    expect(agents.data.map(({ id }) => id)).toEqual(data.map((one) => one.user_agent_id).reverse());
    const machines = await asked<List<Machine>>(side, person, `${PATH}/machine_names`);
    expect(machines.data.map(({ id }) => id)).toEqual([data[1]?.machine_name_id ?? ""]);
  });

  test("is empty for an empty history, and pages", async () => {
    const person = side.person();
    const empty = await asked<List<Agent>>(side, person, `${PATH}/user_agents`);
    expectShape(AGENTS, empty);
    expect(empty).toMatchObject({ data: [], total: 0, total_pages: 1 });
    const start = Number(beat("09:00:00").time);
    await sendAll(
      side,
      person,
      Array.from({ length: 101 }, (_, i) => ({
        time: start + i,
        entity: "a",
        user_agent: `Zed/${i}`,
        machine: `m${i}`,
      })),
    );
    for (const list of ["user_agents", "machine_names"]) {
      const pages = await Promise.all(
        [1, 2, 3].map((page) => asked<List<Agent>>(side, person, `${PATH}/${list}?page=${page}`)),
      );
      expect(pages.map(({ data, total }) => [data.length, total])).toEqual([
        [100, 101],
        [1, 101],
        [0, 101],
      ]);
    }
  });

  test.each([
    { name: "an unknown id", path: `${PATH}/user_agents/0b3c5d1e-7a1f-4b53-9c1e-2f6a7d8e9f00`, status: 404 },
    { name: "no id at all", path: `${PATH}/user_agents/%3Cb%3E`, status: 404 },
    { name: "a page that is none", path: `${PATH}/user_agents?page=x`, status: 422 },
    { name: "another page that is none", path: `${PATH}/machine_names?page=0`, status: 422 },
  ])("refuses $name", async ({ name, path, status }) => {
    await play(side, { name, path, key: side.owner.keys.read, status, json: errorShape(status), hasNot: ["<b>"] });
  });

  test("is the user's own, as machines are", async () => {
    const open = side.person({ isPublic: true });
    for (const list of ["user_agents", "user_agents/x", "machine_names"]) {
      const path = `/api/v1/users/${open.user.name}/${list}`;
      await play(side, {
        name: list,
        path,
        key: side.person().keys.full,
        status: 404,
        json: errorShape(404, { error: "User not found" }),
      });
      await play(side, { name: list, path, key: open.keys.write, status: 403, json: errorShape(403) });
      await play(side, { name: list, path, status: 401, json: errorShape(401) });
    }
  });
});

test("machines are named once, decoded, with the zone their programs told", async () => {
  const person = side.person();
  const send = (machine: string, zone: string, time: string) =>
    side.send({
      path: `${PATH}/heartbeats`,
      key: person.keys.write,
      headers: {
        "x-machine-name": machine,
        timezone: zone,
        "user-agent": "wakatime/v1.118.0 (linux) go1 vim/9 vim-wakatime/11",
      },
      body: beat(time),
    });
  await send("m%C3%BChle", "Europe/Berlin", "08:00:00");
  await send("studio", "Mars/Base", "09:00:00");
  await send("m%25C3%25BChle", "Europe/Lisbon", "10:00:00");
  const answer = await asked<List<Machine>>(side, person, `${PATH}/machine_names`);
  expectShape(MACHINES, answer);
  expect(answer.data).toMatchObject([
    {
      name: "mühle",
      value: "mühle",
      timezone: "Europe/Lisbon",
      created_at: "2026-11-21T08:00:00Z",
      last_seen_at: "2026-11-21T10:00:00Z",
    },
    { name: "studio", timezone: null },
  ]);
});

test(
  "on random histories first and last are those of a plain look, after every batch and every deletion",
  async () => {
    const second = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;
    await fc.assert(
      fc.asyncProperty(streamArb(40), batchesArb, async ({ rule, sent }, sizes) => {
        const person = side.person(rule);
        const kept = sent.filter(({ time }) => Number(time) * 1000 < NOW);
        const arrived: typeof kept = [];
        const check = async () => {
          const agents = new Map<string, { first: number; last: number }>();
          const machines = new Map<string, { first: number; last: number }>();
          for (const { sent: one, names, startMs } of reference(arrived, rule).credits) {
            const put = (all: typeof agents, key: string) =>
              all.set(key, { first: all.get(key)?.first ?? startMs, last: startMs });
            put(agents, String(one["user_agent"] ?? "Unknown"));
            if (names.machine !== undefined) put(machines, names.machine);
          }
          const lines = (all: typeof agents) =>
            [...all].map(([name, { first, last }]) => [name, second(first), second(last)].join(" ")).sort();
          const told = await asked<List<Agent>>(side, person, `${PATH}/user_agents`);
          expect(told.data.map((one) => [one.value, one.first_seen_at, one.last_seen_at].join(" ")).sort()).toEqual(
            lines(agents),
          );
          const places = await asked<List<Machine>>(side, person, `${PATH}/machine_names`);
          expect(places.data.map((one) => [one.name, one.created_at, one.last_seen_at].join(" ")).sort()).toEqual(
            lines(machines),
          );
          for (const { data } of [told, places]) {
            const ends = data.map(({ last_seen_at: at }) => at);
            expect(ends).toEqual([...ends].sort().reverse());
          }
        };
        for (const batch of batched(kept, sizes)) {
          await sendAll(side, person, batch);
          arrived.push(...batch);
          await check();
        }
        const [gone] = arrived.splice(0, 1);
        if (gone === undefined) return;
        const date = second(Number(gone.time) * 1000).slice(0, 10);
        const { data } = await asked<List<{ id: string; time: number }>>(
          side,
          person,
          `${PATH}/heartbeats?date=${date}`,
        );
        const twins = arrived.some(({ time }) => Number(time) === Number(gone.time));
        const id = data.find(({ time }) => time === Number(gone.time))?.id;
        if (twins || id === undefined) return;
        await side.send({
          method: "DELETE",
          path: `${PATH}/heartbeats.bulk`,
          key: person.keys.full,
          body: { date, ids: [id] },
        });
        await check();
      }),
      { numRuns: 25 * RUNS },
    );
  },
  PATIENCE_MS,
);
