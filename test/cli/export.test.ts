import { describe, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runInProcess } from "../support/command-line.ts";
import { memory } from "../support/memory.ts";
import { close, send } from "../support/proving.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Makes a data directory with two users and a little history. */
async function prepared(folder: string): Promise<void> {
  const server = memory(undefined, join(folder, "hearth.db"));
  const ada = server.addUser({ name: "ada", timeZone: "Europe/Berlin" });
  server.addUser({ name: "ben" });
  await send(server, ada.id, [
    { time: 1_786_352_400.25, entity: "/a.ts", project: "tide" },
    { time: 1_786_352_460, entity: "/a.ts", project: "tide", mood: "calm" },
  ]);
  close(server);
}

type Dump = {
  readonly user: { username: string };
  readonly days: readonly { date: string; heartbeats?: readonly object[] }[];
};

describe("hearth export", () => {
  test("writes a dump to standard output, or the same into a file that only its owner may read", async () => {
    using folder = temporaryFolder();
    await prepared(folder.path);
    const run = (...args: readonly string[]) =>
      runInProcess(["export", ...args, "--data-dir", folder.path], { workingDirectory: folder.path });
    const { code, out, err } = await run();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const dump = JSON.parse(out) as Dump;
    expect(dump.user.username).toBe("ada");
    expect(dump.days[0]?.date).toBe("2026-08-10");
    expect(dump.days[0]?.heartbeats).toMatchObject([
      { time: 1_786_352_400.25, project: "tide", language: "TypeScript" },
      { mood: "calm" },
    ]);
    const path = join(folder.path, "out.json");
    writeFileSync(path, "what was there before");
    expect(await run("out.json")).toEqual({ code: 0, out: "", err: "" });
    expect(readFileSync(path, "utf8")).toBe(out);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder.path).filter((name) => name.includes("part"))).toEqual([]);
  });

  test("writes to standard output, and nothing else there, when the file is called -", async () => {
    using folder = temporaryFolder();
    await prepared(folder.path);
    const run = (...args: readonly string[]) => runInProcess(["export", ...args, "--data-dir", folder.path]);
    expect(await run("-")).toEqual(await run());
    expect(await run("/dev/stdout")).toEqual(await run());
  });

  test.each([
    { signal: "SIGINT", code: 130 },
    { signal: "SIGTERM", code: 143 },
  ])("leaves everything as it was when $signal stops it", async ({ signal, code }) => {
    using folder = temporaryFolder();
    await prepared(folder.path);
    const path = join(folder.path, "out.json");
    writeFileSync(path, "what was there before");
    const names = readdirSync(folder.path);
    const stopSignal = () => AbortSignal.abort(signal);
    const ran = await runInProcess(["export", path, "--data-dir", folder.path], { stopSignal });
    expect(ran).toEqual({ code, out: "", err: `hearth: stopped; ${realpathSync(path)} is as it was\n` });
    expect(readFileSync(path, "utf8")).toBe("what was there before");
    expect(readdirSync(folder.path)).toEqual(names);
  });

  test("writes totals by day, and another user's history", async () => {
    using folder = temporaryFolder();
    await prepared(folder.path);
    const run = (...args: readonly string[]) => runInProcess(["export", ...args, "--data-dir", folder.path]);
    const daily = JSON.parse((await run("--type", "daily")).out) as Dump;
    expect(daily.days[0]).toMatchObject({ grand_total: { total_seconds: 60 }, projects: [{ name: "tide" }] });
    expect(JSON.parse((await run("--user", "ben")).out)).toMatchObject({ user: { username: "ben" }, days: [] });
  });

  test.each([
    { name: "an unknown type", args: ["--type", "yearly"], code: 2, err: "--type is one of heartbeats, daily" },
    { name: "an unknown user", args: ["--user", "eve"], code: 2, err: "there is no user of that name" },
    {
      name: "a folder that is not there",
      args: ["nowhere/out.json"],
      code: 2,
      err: "nowhere/out.json cannot be written: its folder is not there",
    },
    { name: "a folder", args: ["."], code: 2, err: " is a folder; name a file in it" },
    { name: "its own database", args: ["hearth.db"], code: 2, err: "hearth.db is the database itself" },
  ])("refuses $name", async ({ args, code, err }) => {
    using folder = temporaryFolder();
    await prepared(folder.path);
    const ran = await runInProcess(["export", ...args, "--data-dir", folder.path], { workingDirectory: folder.path });
    expect(ran.code).toBe(code);
    expect(ran.err).toContain(err);
    expect(existsSync(join(folder.path, "nowhere"))).toBe(false);
  });
});
