// What a rebuild does under one lock, and what it leaves to others.
import { expect, test } from "bun:test";
import { finishRecounts, rebuild, recount, unfinishedRecounts } from "../../src/app/recount.ts";
import type { Store } from "../../src/db/store.ts";
import { forgetInterned, write } from "../../src/db/store.ts";
import { PRESETS } from "../../src/domain/credit.ts";
import { liveRows } from "../support/answers.ts";
import { memory, NOON } from "../support/memory.ts";
import { at, beside, close, send } from "../support/proving.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const DAY_S = 86_400;

test("a slice touches at most some hundred days, and all of them are counted", async () => {
  const server = memory();
  const user = server.addUser();
  const sent = Array.from({ length: 2_000 }, (_, i) => ({ time: NOON / 1000 - (i + 1) * DAY_S, entity: "/a.ts" }));
  await send(server, user.id, sent);
  const days: number[] = [];
  const { store } = server;
  const watched: Store = {
    ...store,
    rollup: {
      ...store.rollup,
      apply(userId, generation, version, change) {
        days.push(change.size);
        store.rollup.apply(userId, generation, version, change);
      },
    },
  };
  const rows = liveRows(store, user.id);
  await recount(watched, user.id, PRESETS.hackatime);
  await recount(watched, user.id, { timeoutMs: user.timeoutMs, idleMs: user.idleMs });
  expect(liveRows(store, user.id)).toEqual(rows);
  expect(Math.max(...days)).toBeLessThanOrEqual(201);
  expect(days.length).toBeGreaterThanOrEqual(20);
  close(server);
});

test("sources are derived some hundred at a time", async () => {
  const server = memory();
  const user = server.addUser();
  const editors = Array.from({ length: 450 }, (_, i) => ({
    time: NOON / 1000 - 600 + i,
    entity: "/a",
    editor: `e${i}`,
  }));
  await send(server, user.id, editors);
  const { store } = server;
  store.connection.client.run("UPDATE sources SET editor_id = NULL");
  forgetInterned(store);
  const slices: number[] = [];
  const watched: Store = {
    ...store,
    sources: {
      ...store.sources,
      derive(userId, parsed) {
        slices.push(parsed.length);
        return store.sources.derive(userId, parsed);
      },
    },
  };
  expect(await rebuild(watched, user.id, PRESETS.wakatime)).toMatchObject({ sources: 450 });
  expect(slices).toEqual([200, 200, 50, 0]);
  close(server);
});

test("rows that a recount replaced go also when it ended before it removed them", async () => {
  const server = memory();
  const user = server.addUser();
  await send(server, user.id, at(0, 60));
  const { store } = server;
  const death = new Error("killed");
  const dying = recount(store, user.id, PRESETS.wakapi, () => {
    throw death;
  });
  expect(await dying.catch((cause: unknown) => cause)).toBe(death);
  expect(store.rollup.recounting()).toEqual([]);
  expect(unfinishedRecounts(store)).toEqual([user.id]);
  await finishRecounts(store);
  expect(unfinishedRecounts(store)).toEqual([]);
  const left = store.connection.client.query("SELECT DISTINCT generation FROM rollup").all();
  expect(left).toEqual([{ generation: store.rollup.state(user.id)?.generation }]);
  close(server);
});

test("names that another process derived anew are known with the next write", async () => {
  using folder = temporaryFolder();
  const server = memory(NOON, `${folder.path}/hearth.db`);
  const user = server.addUser();
  await send(server, user.id, [{ time: NOON / 1000 - 60, entity: "/a.ts", editor: "vim" }]);
  const { store } = server;
  const [source] = store.sources.ofUser(user.id);
  const editor = () => store.sources.byId(source?.id ?? 0).editorId;
  const editorId = editor();
  store.connection.client.run("UPDATE sources SET editor_id = NULL");
  forgetInterned(store);
  expect(editor()).toBe(0);

  const other = beside(`${folder.path}/hearth.db`);
  await rebuild(other.store, user.id, PRESETS.wakatime);
  close(other);
  write(store, () => {});
  expect(editor()).toBe(editorId);
  close(server);
});
