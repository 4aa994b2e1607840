import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../src/cli/commands.ts";
import { exitCodes } from "../../src/cli/exit-codes.ts";
import { settings } from "../../src/config.ts";
import { PRESETS } from "../../src/domain/credit.ts";
import { ROUTES } from "../../src/http/app.ts";

const root = join(import.meta.dir, "../..");
const readme = readFileSync(join(root, "README.md"), "utf8");
const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

/** Cells of the rows of every table of the README, without their backquotes. */
const rows = readme
  .split("\n")
  .filter((line) => line.startsWith("|"))
  .map((line) =>
    line
      .replaceAll("\\|", "/")
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll("`", "")),
  );

describe("the README", () => {
  test.each(Object.values(settings).map(({ name, env, default: value }) => ({ name, env, value })))(
    "has a row for the setting $name with its variable and default",
    ({ name, env, value }) => {
      const row = rows.find(([flag]) => flag === `--${name}`);
      expect(row?.[1]).toBe(env);
      // Defaults in words are shortened in the table.
      if (/^\w*$/.test(value)) expect(row?.[2]).toBe(value);
    },
  );

  test("names no setting that there is not", () => {
    const known = Object.values(settings).map(({ env }) => env);
    expect(
      [...readme.matchAll(/HEARTH_[A-Z_]+/g)].map(([name]) => name).filter((name) => !known.includes(name)),
    ).toEqual([]);
  });

  test.each(commands.map(({ name }) => ({ name })))("has a row for the command $name", ({ name }) => {
    expect(rows.some(([command]) => command === `hearth ${name}` || command?.startsWith(`hearth ${name} `))).toBe(true);
  });

  test("names no command that there is not", () => {
    const named = rows.flatMap(([cell]) => (cell?.startsWith("hearth ") ? [cell.slice(7)] : []));
    expect(named.filter((line) => !commands.some(({ name }) => line === name || line.startsWith(`${name} `)))).toEqual(
      [],
    );
  });

  test.each(Object.values(exitCodes).map(({ code }) => ({ code })))("names the exit code $code", ({ code }) => {
    expect(readme).toMatch(new RegExp(`[ ,]${code} [a-z]`));
  });

  const routeRows = rows.filter(([method]) => ["GET", "POST", "PUT", "PATCH", "DELETE"].includes(method ?? ""));
  const documented = routeRows.flatMap(([method, paths, key]) =>
    (paths ?? "").split(",").map((path) => ({ method, path: path.trim(), key })),
  );

  test.each(ROUTES.map(({ method, path, need }) => ({ method, path, need })))(
    "has a row for $method $path with the key it needs",
    ({ method, path, need }) => {
      const row = documented.find((one) => one.method === method && one.path === (path || "the bare base"));
      expect(row?.key).toBe(path.startsWith("/-/") ? "page" : need);
    },
  );

  test("names no route that there is not", () => {
    const known = ROUTES.map(({ method, path }) => `${method} ${path || "the bare base"}`);
    expect(documented.map(({ method, path }) => `${method} ${path}`).filter((one) => !known.includes(one))).toEqual([]);
  });

  test("names the pinned Bun and the two commands, which are scripts", () => {
    const version = manifest.packageManager.replace("bun@", "");
    expect(readme).toContain(`npx bun@${version}`);
    for (const script of ["start", "test", "build", "check", "fix", "dev", "bench", "screenshots", "migration"]) {
      expect(readme).toMatch(new RegExp(`bun\\s+run\\s+${script}`));
      expect(manifest.scripts[script]).toBeString();
    }
  });

  test("says of each dependency what it saves", () => {
    const paragraph = readme.slice(readme.indexOf("What each dependency saves us"));
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.devDependencies }))
      expect(paragraph).toContain(`**${name}**`);
  });

  test("gives the presets as they are counted", () => {
    const inWords = (ms: number) =>
      ms === 0 ? "0" : ms % 60_000 === 0 && ms > 120_000 ? `${ms / 60_000} min` : `${ms / 1000} s`;
    for (const [name, { timeoutMs, idleMs }] of Object.entries(PRESETS)) {
      const row = rows.find(([cell]) => cell?.toLowerCase() === name);
      expect(row?.slice(1, 3)).toEqual([inWords(timeoutMs), inWords(idleMs)]);
    }
  });
});
