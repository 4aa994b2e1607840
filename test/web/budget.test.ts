import { expect } from "bun:test";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "bun";
import { testWith } from "../support/binary.ts";

const ASSETS = join(import.meta.dir, "../../dist/web/assets");

/** Returns the size of all built files of a kind as they would go over a wire, bytes. */
function zipped(ending: string): number {
  const files = readdirSync(ASSETS).filter((name) => name.endsWith(ending));
  expect(files.length).toBeGreaterThan(0);
  return files.reduce((sum, name) => sum + gzipSync(readFileSync(join(ASSETS, name))).length, 0);
}

const testBuilt = testWith(existsSync(ASSETS));

testBuilt("all pages together need no more JavaScript than the first one may: 45 kB zipped", () => {
  expect(zipped(".js")).toBeLessThanOrEqual(45_000);
});

testBuilt("and no more than 10 kB of styles", () => {
  expect(zipped(".css")).toBeLessThanOrEqual(10_000);
});

testBuilt("the page names every file by its content, and nothing of another origin", () => {
  const html = readFileSync(join(ASSETS, "../index.html"), "utf8");
  const addresses = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address);
  expect(addresses.length).toBeGreaterThanOrEqual(3);
  for (const address of addresses) expect(address).toMatch(/^\/assets\/[a-z]+-[a-z0-9]+\.[a-z]+$/);
});
