// Builds the pages: web/index.html and everything it refers to, into dist/web.
//
//   dist/web/index.html              refers to the others by absolute paths, so that it works at any page's address
//   dist/web/assets/NAME-HASH.EXT    never change under their name: may be cached for ever
//
// With --if-stale nothing is done while dist/web is newer than its sources.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "bun";

const root = join(import.meta.dir, "../..");
const target = join(root, "dist/web");

/** What the pages are made of; src/domain because they share its formats. */
const sources = ["web", "src/domain", "src/build/web.ts", "package.json", "bun.lock", "tsconfig.json"];

/** Writes dist/web anew, and puts it in place only when it is whole. Throws when the sources do not build. */
export async function buildWeb(): Promise<void> {
  const draft = `${target}.${process.pid}`;
  rmSync(draft, { recursive: true, force: true });
  const { outputs } = await build({
    entrypoints: [join(root, "web/index.html")],
    outdir: draft,
    target: "browser",
    minify: true,
    splitting: true,
    // Has Chromium compile beside the page, while it is painted, what it would otherwise compile bit by bit as it runs.
    banner: "//# allFunctionsCalledOnLoad",
    publicPath: "/",
    naming: { entry: "[name].[ext]", chunk: "assets/[name]-[hash].[ext]", asset: "assets/[name]-[hash].[ext]" },
    define: { "process.env.NODE_ENV": '"production"' },
  });
  const app = outputs.map(({ path }) => basename(path)).find((name) => name.startsWith("start-"));
  if (app === undefined) throw new Error("the pages have no app");
  const page = join(draft, "index.html");
  writeFileSync(page, inOrder(readFileSync(page, "utf8"), `/assets/${app}`));
  rmSync(target, { recursive: true, force: true });
  renameSync(draft, target);
}

/**
 * Returns the page with what the bundler takes out of it: that nothing is painted before the first script has run, and
 * that the app, which that script asks for, is on its way already.
 */
function inOrder(html: string, app: string): string {
  const script = '<script type="module" ';
  if (!html.includes(script)) throw new Error("the page has no script");
  return html.replace(script, `<link rel="modulepreload" crossorigin href="${app}">${script}blocking="render" `);
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
