// Writes the next migration from the difference between src/db/schema.ts and the last one: bun run migration NAME.
import { join } from "node:path";
import { spawnSync } from "bun";

const root = join(import.meta.dir, "../..");
const [name] = process.argv.slice(2);

if (name === undefined || !/^[a-z0-9]+(?:_[a-z0-9]+)*$/.test(name)) {
  process.stderr.write("usage: bun run migration NAME, in words_like_this\n");
  process.exit(2);
}

const kit = join(root, "node_modules/.bin/drizzle-kit");
const generate = ["generate", "--dialect=sqlite", "--schema=src/db/schema.ts", "--out=migrations", `--name=${name}`];
for (const args of [generate, ["check", "--dialect=sqlite", "--out=migrations"]]) {
  const { exitCode } = spawnSync([process.execPath, kit, ...args], { cwd: root, stdout: "inherit", stderr: "inherit" });
  if (exitCode !== 0) process.exit(exitCode);
}
