// Builds the pages: web/index.html and everything it refers to, into dist/web.
//
//   dist/web/index.html              refers to the others by absolute paths, so that it works at any page's address
//   dist/web/assets/NAME-HASH.EXT    never change under their name: may be cached for ever
//
// With --if-stale nothing is done while dist/web is newer than its sources.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { build } from "bun";

const root = join(import.meta.dir, "../..");
const target = join(root, "dist/web");

/** What the pages are made of; src/domain because they share its formats. */
const sources = ["web", "src/domain", "src/build/web.ts", "package.json", "bun.lock", "tsconfig.json"];

/** Writes dist/web anew, and puts it in place only when it is whole. Throws when the sources do not build. */
export async function buildWeb(): Promise<void> {
  const draft = `${target}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  await build({
    entrypoints: [join(root, "web/index.html")],
    outdir: draft,
    target: "browser",
    minify: true,
    publicPath: "/",
    naming: { entry: "[name].[ext]", chunk: "assets/[name]-[hash].[ext]", asset: "assets/[name]-[hash].[ext]" },
    define: { "process.env.NODE_ENV": '"production"' },
  });
  rmSync(target, { recursive: true, force: true });
  renameSync(draft, target);
}

/** True when dist/web is missing or older than one of its sources; a file removed counts by its folder's time. */
function isStale(): boolean {
  const built = join(target, "index.html");
  return !existsSync(built) || sources.some((source) => newestChangeMs(join(root, source)) > statSync(built).mtimeMs);
}

function newestChangeMs(path: string): number {
  const status = statSync(path);
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newestChangeMs(join(path, name))));
}

if (import.meta.main && !(process.argv.includes("--if-stale") && !isStale())) {
  mkdirSync(join(root, "dist"), { recursive: true });
  await buildWeb();
}
