// Builds the program: the pages, then dist/hearth, one file that needs nothing beside it.
//
// Inside the executable every module is bundled into one folder, /$bunfs/root (import.meta.dir says so, B:\~BUN\root on Windows),
// and each embedded folder stands there under its own last name, whatever stood before it:
//
//   dist/web    -> /$bunfs/root/web           node:fs reads and lists them like folders on disk
//   migrations  -> /$bunfs/root/migrations
//   src/worker.ts -> /$bunfs/root/worker.js   found by new Worker(new URL("./worker.ts", import.meta.url))
import { chmodSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { spawnSync } from "bun";
import { recordFirstDay } from "./first-day.ts";
import { buildWeb } from "./web.ts";

const root = join(import.meta.dir, "../..");

/**
 * Writes dist/hearth anew from fresh pages, and puts it in place only when it is whole and answers. Built twice: the first
 * one shows which functions a server uses, and the second has their bytecode side by side, so that it reads less of
 * itself (2 MB of memory and some ms of each start). Throws when it does not build, or does not run.
 */
export async function buildExecutable(): Promise<void> {
  await buildWeb();
  // Built under its final name in a folder of its own: a running dist/hearth is replaced, never written into.
  const draft = join(root, "dist", `executable.${process.pid}`);
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const executable = join(draft, "hearth");
  const order = join(draft, "order");
  try {
    compile(executable, []);
    await recordFirstDay(executable, order);
    compile(executable, [`--bytecode-order=${order}`]);
    chmodSync(executable, 0o755);
    renameSync(executable, join(root, "dist/hearth"));
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function compile(executable: string, options: readonly string[]): void {
  // A worker is a program of its own: the bundler includes it only when it is named.
  const entries = ["src/main.ts", "src/worker.ts"].filter((path) => existsSync(join(root, path)));
  const built = spawnSync(
    [
      process.execPath,
      "build",
      "--compile",
      // Starts in a quarter of the time.
      "--bytecode",
      "--format=esm",
      // Whatever lies in the folder where it is started must not change what it does.
      "--no-compile-autoload-dotenv",
      "--no-compile-autoload-bunfig",
      "--asset=dist/web",
      "--asset=migrations",
      '--define=process.env.NODE_ENV="production"',
      // Never --minify or --production: Elysia reads the source of its handlers, and breaks on code without spaces.
      `--outfile=${executable}`,
      ...options,
      ...entries,
    ],
    { cwd: root, stdout: "ignore", stderr: "inherit" },
  );
  if (built.exitCode !== 0) throw new Error(`bun build ended with ${built.exitCode}`);
}

if (import.meta.main) await buildExecutable();
