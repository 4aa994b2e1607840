// Streams of events end with a server that is asked to stop, and with the page that nobody looks at.
import { expect } from "bun:test";
import { existsSync } from "node:fs";
import { BINARY, serving, testBinary, testWith } from "../support/binary.ts";
import { hasBrowser, launchBrowser, openPage } from "../support/browser.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

testBinary(
  "a server with open pages stops at once, and their streams end",
  async () => {
    using folder = temporaryFolder();
    await using server = await serving(folder.path);
    const streams = await Promise.all([1, 2, 3].map(() => fetch(`${server.base}/-/events`)));
    for (const stream of streams) expect(stream.headers.get("content-type")).toStartWith("text/event-stream");
    const texts = streams.map((stream) => stream.text());
    const startedMs = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    for (const text of await Promise.all(texts)) expect(text).toContain("event: ping");
  },
  30_000,
);

testWith(hasBrowser, existsSync(BINARY))(
  "a page that is out of sight leaves its stream, and joins again when it is seen",
  async () => {
    using folder = temporaryFolder();
    await using server = await serving(folder.path);
    const browser = await launchBrowser();
    try {
      const { page, faults } = await openPage(browser, `${server.base}/goals`);
      await page.locator('.live[data-state="live"]').waitFor();
      const isStream = (request: { url: () => string }) => request.url().endsWith("/-/events");
      const turn = (isHidden: boolean) =>
        page.evaluate((hidden) => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }, isHidden);
      const left = page.waitForEvent("requestfailed", isStream);
      await turn(true);
      await left;
      const joined = page.waitForRequest(isStream);
      await turn(false);
      await joined;
      await page.locator('.live[data-state="live"]').waitFor();
      expect(faults).toEqual([]);
    } finally {
      await browser.close();
    }
  },
  60_000,
);
