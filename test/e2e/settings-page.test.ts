// Settings, keys, the password and live updates: what is done on the pages really happens.
import { describe, expect } from "bun:test";
import type { Page } from "playwright-core";
import { ask, newKey, serving } from "../support/binary.ts";
import { barriers, openPage, overhang } from "../support/browser.ts";
import { openStage, PATIENCE_MS, testPage } from "../support/pages.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const NOW_S = Math.floor(Date.now() / 1000);
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/;

const stage = openStage({ hasDemo: false });

/** Opens a page of a fresh server with some heartbeats of the last ten days, five minutes apart. */
async function opened(
  path: string,
  work: (page: Page, base: string, key: string, faults: readonly string[]) => Promise<void>,
) {
  using folder = temporaryFolder();
  await using server = await serving(folder.path);
  const key = await newKey(folder.path);
  const beats = [5, 4, 3].flatMap((days) =>
    [0, 300, 600].map((after) => ({ time: NOW_S - days * 86_400 + after, entity: "/src/a.ts", project: "a" })),
  );
  await ask(server.base, key, "/api/v1/users/current/heartbeats.bulk", beats);
  const { page, faults } = await openPage(stage.browser, `${server.base}${path}`);
  await work(page, server.base, key, faults);
  await page.context().close();
}

const headline = (page: Page) => page.locator(".headline").textContent();

describe("settings", () => {
  testPage(
    "that change the rule count all history anew, after saying what it would change",
    () =>
      opened("/settings", async (page, base, _, faults) => {
        const row = page.getByRole("row", { name: /^WakaTime/ });
        await row.waitFor();
        // Three times three heartbeats, five minutes apart: 3 × 2 × 5 min under WakaTime's rule, 9 × 2 − 2 under ours.
        expect(await row.textContent()).toContain("30 m");
        await row.getByRole("radio").check();
        const form = page.getByRole("form", { name: "How time is counted" });
        await form.getByRole("button", { name: "Save" }).click();
        await form.getByText("Saved.").waitFor();
        await page.goto(`${base}/?range=last_7_days`);
        await page.locator('.headline[data-ms="1800000"]').waitFor();
        expect(await headline(page)).toBe("30 m");
        expect(faults).toEqual([]);
      }),
    PATIENCE_MS,
  );

  testPage(
    "of the profile are kept, and bad ones named",
    () =>
      opened("/settings", async (page) => {
        const form = page.getByRole("form", { name: "Profile" });
        await form.getByLabel("Time zone").fill("Mars/Olympus");
        await form.getByRole("button", { name: "Save" }).click();
        await form.locator(".ember").waitFor();
        await form.getByLabel("Time zone").fill("Asia/Kathmandu");
        await form.getByLabel("Shown as").fill("Ada <b>L.</b>");
        await form.getByLabel("Weeks start on").selectOption("7");
        await form.getByRole("button", { name: "Save" }).click();
        await form.getByText("Saved.").waitFor();
        await page.reload();
        expect(await form.getByLabel("Time zone").inputValue()).toBe("Asia/Kathmandu");
        expect(await form.getByLabel("Shown as").inputValue()).toBe("Ada <b>L.</b>");
        expect(await form.getByLabel("Weeks start on").inputValue()).toBe("7");
      }),
    PATIENCE_MS,
  );

  testPage(
    "of public statistics open what others may see, and close it again",
    () =>
      opened("/settings", async (page, base) => {
        const form = page.getByRole("form", { name: "Public statistics" });
        const name = await page.getByLabel("Name", { exact: true }).inputValue();
        const asStranger = async () => (await fetch(`${base}/api/v1/users/${name}/stats`)).status;
        expect(await asStranger()).toBe(404);
        const set = async (isOn: boolean) => {
          await form.getByLabel("my statistics may be seen").setChecked(isOn);
          await form.getByRole("button", { name: "Save" }).click();
          await form.getByText("Saved.").waitFor();
        };
        await set(true);
        expect(await asStranger()).toBe(200);
        await set(false);
        expect(await asStranger()).toBe(404);
      }),
    PATIENCE_MS,
  );

  testPage(
    "make keys that are shown once and work, and revoke them",
    () =>
      opened("/settings", async (page, base, _, faults) => {
        const form = page.getByRole("form", { name: "New key" });
        await form.getByLabel("New key for").fill('laptop "<1>"');
        await form.getByRole("button", { name: "Make it" }).click();
        const shown = page.getByRole("status").filter({ hasText: "It is shown this once" });
        await shown.waitFor();
        const key = UUID.exec((await shown.textContent()) ?? "")?.[0] ?? "";
        const bar = () => ask(base, key, "/api/v1/users/current/statusbar/today");
        expect((await bar()).status).toBe(200);
        expect(await barriers(page)).toEqual([]);
        await page.reload();
        const row = page.getByRole("row", { name: 'laptop "<1>"' });
        await row.waitFor();
        expect(await page.content()).not.toContain(key);
        await row.getByRole("button", { name: "Revoke" }).click();
        await row.getByRole("button", { name: "Revoke for good" }).click();
        await row.waitFor({ state: "detached" });
        expect((await bar()).status).toBe(401);
        expect(faults).toEqual([]);
      }),
    PATIENCE_MS,
  );

  testPage(
    "fit a phone, light and dark, and keep the chosen look",
    () =>
      opened("/settings", async (page) => {
        await page.setViewportSize({ width: 360, height: 740 });
        await page.getByRole("form", { name: "Profile" }).waitFor();
        expect(await overhang(page)).toBe(0);
        await page.getByRole("button", { name: "dark", exact: true }).click();
        const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
        expect(await ground()).toBe("rgb(22, 20, 18)");
        await page.reload();
        await page.getByRole("form", { name: "Profile" }).waitFor();
        expect(await ground()).toBe("rgb(22, 20, 18)");
        expect(await barriers(page)).toEqual([]);
      }),
    PATIENCE_MS,
  );
});

describe("a password", () => {
  testPage(
    "stands before every page once it is set, and lets in again; wrong ones are counted",
    () =>
      opened("/settings", async (page, base, key) => {
        const form = page.getByRole("form", { name: "Password" });
        await form.getByLabel("New").fill("correct horse");
        await form.getByRole("button", { name: "Set" }).click();
        await form.getByText("Saved.").waitFor();
        // Whoever set it stays; everybody else is asked.
        const { page: other, faults } = await openPage(stage.browser, `${base}/?range=last_7_days`);
        await other.getByRole("heading", { name: "Sign in" }).waitFor();
        expect(await barriers(other)).toEqual([]);
        await other.getByLabel("Password").fill("wrong");
        await other.getByRole("button", { name: "Sign in" }).click();
        await other.getByRole("alert").filter({ hasText: /\w/ }).waitFor();
        await other.getByLabel("Password").fill("correct horse");
        await other.getByRole("button", { name: "Sign in" }).click();
        await other.locator(".headline").waitFor();
        expect(new URL(other.url()).search).toBe("?range=last_7_days");
        // A browser notes 401 as an error of the console; nothing else went wrong.
        expect(faults.filter((fault) => !fault.includes("401"))).toEqual([]);

        await other.goto(`${base}/settings`);
        await other.getByRole("button", { name: "Sign out everywhere" }).click();
        await other.getByRole("heading", { name: "Sign in" }).waitFor();
        await page.goto(`${base}/timeline`);
        await page.getByRole("heading", { name: "Sign in" }).waitFor();

        const wrong = () =>
          fetch(`${base}/-/session`, {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ password: "wrong" }),
          });
        for (let i = 0; i < 5; i++) await Promise.all(Array.from({ length: 6 }, wrong));
        await page.getByLabel("Password").fill("correct horse");
        await page.getByRole("button", { name: "Sign in" }).click();
        await page
          .getByRole("alert")
          .filter({ hasText: /minute|attempts|again/i })
          .waitFor();
        // Editors go on.
        expect((await ask(base, key, "/api/v1/users/current/statusbar/today")).status).toBe(200);
        await other.context().close();
      }),
    PATIENCE_MS,
  );
});

describe("an open page", () => {
  testPage(
    "shows new time as it arrives, and after a restart of the server",
    async () => {
      using folder = temporaryFolder();
      const first = await serving(folder.path);
      const key = await newKey(folder.path);
      const { page } = await openPage(stage.browser, `${first.base}/?range=24_hours`);
      await page.locator('.live[data-state="live"]').waitFor();
      const post = (base: string, ...ages: readonly number[]) =>
        ask(
          base,
          key,
          "/api/v1/users/current/heartbeats.bulk",
          ages.map((age) => ({ time: NOW_S - age, entity: "/src/a.ts", project: "a" })),
        );
      await post(first.base, 600, 540);
      await page.locator('.headline[data-ms="60000"]').waitFor();
      const port = new URL(first.base).port;
      await first.stop();
      await page.locator('.live[data-state="off"]').waitFor();
      await using second = await serving(folder.path, ["--port", port]);
      await post(second.base, 480);
      await page.locator('.headline[data-ms="120000"]').waitFor();
      await page.context().close();
    },
    PATIENCE_MS,
  );
});
