import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseExternal, tell } from "../../src/app/externals.ts";
import { openHistories } from "../../src/app/history.ts";
import { applyRules, isOutdated, knowRules, rulesApplied } from "../../src/app/rules.ts";
import { reading } from "../../src/app/summary.ts";
import { metaValue } from "../../src/db/meta.ts";
import { forgetInterned, write } from "../../src/db/store.ts";
import { RULES_VERSION } from "../../src/domain/source.ts";
import { type Memory, memory, NOON } from "../support/memory.ts";
import { at, send } from "../support/proving.ts";

const TODAY = String(RULES_VERSION);

function noted({ store }: Memory): string | undefined {
  return metaValue(store.connection.client, "rules");
}

/** A history whose sources were named by rules of another time. */
async function byOldRules(): Promise<Memory> {
  const here = memory();
  for (const user of [here.addUser(), here.addUser()]) await send(here, user.id, at(0, 60));
  here.store.connection.client.run("UPDATE sources SET editor_id = NULL");
  here.store.connection.client.run("INSERT OR REPLACE INTO meta VALUES ('rules', 'of another time')");
  forgetInterned(here.store);
  return here;
}

function unnamed({ store }: Memory): unknown {
  return store.connection.client.query("SELECT count(*) AS n FROM sources WHERE editor_id IS NULL").get();
}

test("a fresh database is of no rules, and notes those of its first start without a word", async () => {
  const here = memory();
  expect(isOutdated(here.store)).toBe(false);
  await applyRules(here.store, (text) => expect(text).toBe("nothing"));
  expect(noted(here)).toBe(TODAY);
});

describe("a database of other rules", () => {
  test("is derived anew for every user, saying so once", async () => {
    const here = await byOldRules();
    expect(isOutdated(here.store)).toBe(true);
    const said: string[] = [];
    await applyRules(here.store, (text) => said.push(text));
    expect(said).toEqual([
      "names and counts are derived by other rules since this version: counting everything anew, once",
    ]);
    expect(unnamed(here)).toEqual({ n: 0 });
    expect(noted(here)).toBe(TODAY);
    await applyRules(here.store, (text) => said.push(text));
    expect(said.length).toBe(1);
  });

  test("from before tags stood beside the groups has its counts back, external durations too", async () => {
    const here = memory();
    const user = here.addUser();
    const told = { external_id: "1", entity: "talk", type: "event", project: "tide" };
    const times = { start_time: NOON / 1000 - 9000, end_time: NOON / 1000 - 8000 };
    const { client } = here.store.connection;
    await send(
      here,
      user.id,
      at(0, 60, 90).map((one, i) => ({ ...one, dependencies: ["bun", `${i}`], ai_session: "s", ai_line_changes: 2 })),
    );
    tell(here.context, user, [parseExternal({ ...told, ...times }, "api", NOON)]);
    const figures = () =>
      reading(here.store, openHistories(here.store), user.id, (reader) => {
        const summary = reader.summary({ startMs: 0, endMs: 4e12 });
        return [summary.totalMs, summary.items("project"), summary.dependencies(), summary.ai()];
      });
    const before = figures();
    client.run("INSERT OR REPLACE INTO meta VALUES ('rules', '2')");
    const file = join(import.meta.dir, "../../migrations/0004_tags.sql");
    const [alter = "", ...emptying] = readFileSync(file, "utf8").split("--> statement-breakpoint");
    expect(alter).toContain("ADD `tags`");
    for (const statement of emptying) client.run(statement);
    forgetInterned(here.store);
    await applyRules(here.store, () => {});
    expect(figures()).toEqual(before);
  });

  test("is not taken for one of today's by what comes in meanwhile", async () => {
    const here = await byOldRules();
    write(here.store, () => knowRules(here.store));
    expect(isOutdated(here.store)).toBe(true);
    rulesApplied(here.store);
    expect(isOutdated(here.store)).toBe(false);
  });
});

test("what a program derives first, it derives by its own rules", () => {
  const here = memory();
  write(here.store, () => knowRules(here.store));
  expect(noted(here)).toBe(TODAY);
});
