// The first run in a real browser: from nothing to the first minutes, and a history of before.
import { describe, expect } from "bun:test";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { timeText } from "../../web/format.ts";
import { ask, hearthOut, serving } from "../support/binary.ts";
import { barriers, openPage, overhang } from "../support/browser.ts";
import { writeDump } from "../support/dump.ts";
import { openStage, PATIENCE_MS, testPage } from "../support/pages.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const NOW_S = Math.floor(Date.now() / 1000);
const BULK = "/api/hackatime/v1/users/current/heartbeats.bulk";

const stage = openStage({ hasDemo: false });

describe("setup", () => {
  testPage(
    "leads from nothing to the first minutes, live",
    async () => {
      using folder = temporaryFolder();
      await using server = await serving(folder.path, [], { env: { TZ: "Europe/Lisbon" } });
      const { page, faults } = await openPage(stage.browser, `${server.base}/setup`, {
        viewport: { width: 360, height: 740 },
        timezoneId: "America/New_York",
      });
      await page.getByText("Nothing has arrived yet").waitFor();
      await page.getByLabel("Key for").fill("laptop");
      await page.getByRole("button", { name: "Make a key" }).click();
      const lines = (await page.locator(".snippet pre").first().textContent()) ?? "";
      expect(lines).toContain(`api_url = ${server.base}/api/hackatime/v1\n`);
      const key = /api_key = (\S+)/.exec(lines)?.[1] ?? "";
      await page.getByText("Or let Hackatime's official installer do it").click();
      await page.getByText(`bash -s -- ${key} ${server.base}/api/hackatime/v1`).waitFor();
      await page.getByRole("button", { name: "Windows" }).click();
      await page.getByText("%USERPROFILE%\\.wakatime.cfg").waitFor();
      await page.getByText(`-ApiKey ${key} -ApiUrl ${server.base}/api/hackatime/v1`).waitFor();
      expect(await overhang(page)).toBe(0);
      expect(await barriers(page)).toEqual([]);

      // The page hears of each by itself.
      const beat = (after: number) => ({ time: NOW_S - 300 + after, entity: "/src/a.ts", project: "tide" });
      expect((await ask(server.base, key, BULK, [beat(0)])).status).toBe(201);
      await page.getByText("Received; time counts from the second heartbeat").waitFor();
      await ask(server.base, key, BULK, [beat(90)]);
      await page.getByText("2 heartbeats, 1 m so far").waitFor();

      await page.getByRole("button", { name: "America/New_York" }).click();
      await page.getByText("midnight of America/New_York, which you chose").waitFor();
      const wakatime = page.getByRole("row", { name: /^WakaTime/ });
      await wakatime.getByRole("button", { name: "Count like this" }).click();
      await wakatime.getByText("yours").waitFor();
      await page.getByText("up to 15 m; for a longer gap nothing").waitFor();
      expect(faults).toEqual([]);
      await page.context().close();
    },
    PATIENCE_MS,
  );

  testPage(
    "says why nothing arrives, as it happens",
    async () => {
      using folder = temporaryFolder();
      await using server = await serving(folder.path);
      const { page } = await openPage(stage.browser, `${server.base}/setup`);
      await page.getByText("Nothing has arrived yet").waitFor();
      const stranger = "9b1f6a52-4c3d-4e7a-8f10-2b5c7d9e0f13";
      expect((await ask(server.base, stranger, BULK, [])).status).toBe(401);
      await page.getByText("sent a key that is not known here").waitFor();
      expect((await ask(server.base, stranger, "/api/v2/heartbeats", [])).status).toBe(401);
      await fetch(`${server.base}/api/v2/heartbeats`, { method: "POST", body: "[]" });
      await page.getByText("asked at an address that is none of ours").waitFor();
      const key = await hearthOut(["key", "create", "late", "--data-dir", folder.path, "--scope", "write"]);
      await page.getByText("1 key may send heartbeats").waitFor();
      await ask(server.base, key, BULK, [{ time: NOW_S + 7 * 86_400 }]);
      await page.getByText("lies more than a day in the future").first().waitFor();
      expect(await page.content()).not.toContain(stranger);
      await page.context().close();
    },
    PATIENCE_MS,
  );

  testPage(
    "takes in a dump, and the history is there",
    async () => {
      using folder = temporaryFolder();
      await using server = await serving(folder.path);
      const dump = join(folder.path, "my dump.json");
      const options = { seed: 5, count: 20_000, endMs: Date.now() - 86_400_000, years: 1 };
      await writeDump(dump, options);
      const { page, faults } = await openPage(stage.browser, `${server.base}/setup`);
      await page.getByText("Nothing has arrived yet").waitFor();
      await page.locator("input[type=file]").setInputFiles(dump);
      await page.getByText("20,000 heartbeats read").waitFor();
      await page.getByText("20,000 new").waitFor();
      const overview = await fetch(`${server.base}/-/overview?range=all_time`).then((r) => r.json());
      await page.getByText(`20,000 heartbeats, ${timeText(overview.total_ms)} so far`).waitFor();
      expect(readdirSync(join(folder.path, "uploads"))).toEqual([]);
      await page.locator("input[type=file]").setInputFiles({
        name: "notes.txt",
        mimeType: "text/plain",
        buffer: Buffer.from("nothing of the kind"),
      });
      await page.getByText("No heartbeats were found").waitFor();
      expect(faults).toEqual([]);
      await page.context().close();
    },
    PATIENCE_MS,
  );
});
