import { describe, expect } from "bun:test";
import { newKey, serving } from "../support/binary.ts";
import { openPage, overhang } from "../support/browser.ts";
import { openStage, PATIENCE_MS, testPage } from "../support/pages.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const NOW_S = Math.floor(Date.now() / 1000);
/** Some minutes ago, but today in UTC, the zone of a machine of ours; what lies a little ahead is accepted too. */
const START_S = NOW_S - Math.min(600, NOW_S % 86_400);

const stage = openStage({ hasDemo: false });

async function post(base: string, key: string, heartbeats: readonly object[]): Promise<void> {
  const response = await fetch(`${base}/api/v1/users/current/heartbeats.bulk`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}` },
    body: JSON.stringify(heartbeats),
  });
  expect(response.status).toBe(201);
}

describe("the page", () => {
  testPage(
    "leads a newcomer from nothing to the first minutes, without a reload",
    async () => {
      using folder = temporaryFolder();
      await using server = await serving(folder.path);
      const key = await newKey(folder.path);
      const { page, faults } = await openPage(stage.browser, `${server.base}/`);
      await page.getByText("Nothing has arrived yet").waitFor();
      expect(await page.locator(".headline").textContent()).toBe("0 s");
      await page.locator('.live[data-state="live"]').waitFor();

      await post(server.base, key, [{ time: START_S, entity: "/src/app.ts", project: "hearth" }]);
      await page.getByText("time counts from the second one").waitFor();
      await post(
        server.base,
        key,
        [100, 200, 400].map((after) => ({ time: START_S + after, entity: "/src/app.ts", project: "hearth" })),
      );
      await page.locator('.headline:not([data-ms="0"])').waitFor();

      const bar = await fetch(`${server.base}/api/v1/users/current/statusbar/today?api_key=${key}`).then((r) =>
        r.json(),
      );
      const seconds = Number(await page.locator(".headline").getAttribute("data-ms")) / 1000;
      expect(seconds).toBe(bar.data.grand_total.total_seconds);
      await page.getByRole("button", { name: /^hearth / }).waitFor();
      expect(faults).toEqual([]);
    },
    PATIENCE_MS,
  );

  testPage(
    "fits a phone in the dark, with hostile names as text",
    async () => {
      using folder = temporaryFolder();
      await using server = await serving(folder.path);
      const key = await newKey(folder.path);
      const hostile = `<img src=x onerror="document.title='owned'">${"long".repeat(60)}`;
      const fields = ["project", "language", "branch", "category", "editor", "operating_system", "machine"];
      const names = Object.fromEntries(fields.map((field) => [field, hostile]));
      await post(
        server.base,
        key,
        [0, 60].map((after) => ({ ...names, time: START_S + after, entity: `/x/${hostile}` })),
      );
      for (const path of ["/", "/timeline", "/why", "/how", "/?range=last_7_days"]) {
        const { page, faults } = await openPage(stage.browser, `${server.base}${path}`, {
          viewport: { width: 360, height: 740 },
          colorScheme: "dark",
        });
        await page
          .getByText(/onerror/)
          .first()
          .waitFor();
        expect(await page.title()).not.toContain("owned");
        expect(await page.locator("img").count()).toBe(0);
        expect({ path, overhang: await overhang(page) }).toEqual({ path, overhang: 0 });
        expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(22, 20, 18)");
        expect(faults).toEqual([]);
        await page.context().close();
      }
    },
    PATIENCE_MS,
  );

  testPage("says why it is closed when strangers could reach it", async () => {
    using folder = temporaryFolder();
    await using server = await serving(folder.path, ["--allow-host", "home.lan"]);
    const answer = await fetch(`${server.base}/`);
    expect(answer.status).toBe(403);
    expect(answer.headers.get("content-type")).toContain("text/plain");
    expect(await answer.text()).toContain("hearth password");
  });

  testPage("serves its files for ever and itself anew", async () => {
    using folder = temporaryFolder();
    await using server = await serving(folder.path);
    const page = await fetch(`${server.base}/`);
    expect(page.headers.get("cache-control")).toBe("no-store");
    expect((await fetch(`${server.base}/how`)).headers.get("cache-control")).toBe("no-cache");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const files = [...(await page.text()).matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) => path);
    expect(files.length).toBe(4);
    for (const path of files) {
      const file = await fetch(`${server.base}${path}`);
      expect(file.status).toBe(200);
      expect(file.headers.get("cache-control")).toContain("immutable");
      expect(file.headers.get("x-content-type-options")).toBe("nosniff");
    }
    expect((await fetch(`${server.base}/assets/../../etc/passwd`)).status).toBe(404);
  });
});
