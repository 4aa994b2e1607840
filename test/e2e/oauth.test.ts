// A program logs in as hackatime-desktop and hackatime-cli do: the browser, the page, the redirect, the token.
import { afterAll, beforeAll, describe, expect } from "bun:test";
import { existsSync } from "node:fs";
import { serve } from "bun";
import type { Browser, Page } from "playwright-core";
import { ask, BINARY, hearthOut, serving, testWith } from "../support/binary.ts";
import { hasBrowser, launchBrowser } from "../support/browser.ts";
import { CHALLENGE, VERIFIER } from "../support/oauth.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A browser on a busy computer takes its time. */
const PATIENCE_MS = 30_000;

const testPage = testWith(existsSync(BINARY), hasBrowser);

let browser: Browser | undefined;
beforeAll(async () => {
  if (hasBrowser && existsSync(BINARY)) browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});

type Login = { readonly client: string; readonly redirect: string; readonly scope: string };

function addressOf(base: string, { client, redirect, scope }: Login): string {
  return `${base}/oauth/authorize?${new URLSearchParams({
    ...{ client_id: client, redirect_uri: redirect, response_type: "code", scope, state: "s1" },
    ...{ code_challenge: CHALLENGE, code_challenge_method: "S256" },
  })}`;
}

/** Opens a page on a phone in the dark and collects what its browser complains about. */
async function opened(url: string): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  if (browser === undefined) throw new Error("there is no browser");
  const page = await browser.newPage({ viewport: { width: 360, height: 740 }, colorScheme: "dark" });
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("requestfailed", (request) => complaints.push(`${request.failure()?.errorText} ${request.url()}`));
  await page.goto(url);
  return { page, complaints };
}

async function tokenFor(base: string, { client, redirect }: Login, code: string): Promise<string> {
  const response = await fetch(`${base}/oauth/token`, {
    method: "POST",
    body: new URLSearchParams({
      ...{ grant_type: "authorization_code", code, client_id: client, redirect_uri: redirect },
      code_verifier: VERIFIER,
    }),
  });
  expect(response.status).toBe(200);
  return ((await response.json()) as { access_token: string }).access_token;
}

describe("a program logs in", () => {
  testPage(
    "at a port of this computer, as hackatime-cli does",
    async () => {
      using folder = temporaryFolder();
      await using server = await serving(folder.path);
      const called = Promise.withResolvers<URL>();
      const callback = serve({
        hostname: "127.0.0.1",
        port: 0,
        fetch(request) {
          const url = new URL(request.url);
          if (url.pathname === "/callback") called.resolve(url);
          return new Response("You may close this");
        },
      });
      try {
        const login = {
          client: "hackatime-cli",
          redirect: `http://127.0.0.1:${callback.port}/callback`,
          scope: "profile read",
        };
        const { page, complaints } = await opened(addressOf(server.base, login));
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
        expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(22, 20, 18)");
        await page.getByRole("button", { name: "Let it in" }).click();
        const { searchParams } = await called.promise;
        expect(searchParams.get("state")).toBe("s1");
        await page.getByText("You may close this").waitFor();
        const token = await tokenFor(server.base, login, searchParams.get("code") ?? "");
        for (const path of ["authenticated/me", "authenticated/hours", "users/my/stats", "users/my/heartbeats/spans"])
          expect((await ask(server.base, token, `/api/v1/${path}`)).status).toBe(200);
        expect(complaints.filter((text) => !text.includes("favicon"))).toEqual([]);
        await page.close();
      } finally {
        await callback.stop(true);
      }
    },
    PATIENCE_MS,
  );

  testPage(
    "behind a password, after a sign-in that comes back to it",
    async () => {
      using folder = temporaryFolder();
      await using server = await serving(folder.path);
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify({ password: "correct horse" });
      expect((await fetch(`${server.base}/-/password`, { method: "PUT", headers, body })).status).toBe(204);
      const login = { client: "hackatime-desktop", redirect: "hackatime://auth/callback", scope: "profile" };
      const { page } = await opened(addressOf(server.base, login));
      expect(new URL(page.url()).pathname).toBe("/login");
      await page.getByLabel("Password").fill("wrong horse");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("alert").filter({ hasText: "do not belong together" }).waitFor();
      await page.getByLabel("Password").fill("correct horse");
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByText("hackatime-desktop").waitFor();
      const [response] = await Promise.all([
        page.waitForResponse((answer) => answer.request().method() === "POST" && answer.url().includes("/oauth/")),
        page.getByRole("button", { name: "No" }).click(),
      ]);
      expect((await response.allHeaders())["location"]).toStartWith("hackatime://auth/callback?error=access_denied");
      const [cookie] = await page.context().cookies();
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Strict", path: "/" });
      await page.close();
    },
    PATIENCE_MS,
  );

  testPage(
    "at an app's own address, as hackatime-desktop does, and gets its key for editors",
    async () => {
      using folder = temporaryFolder();
      await using server = await serving(folder.path);
      const login = { client: "BPr5VekIV", redirect: "hackatime://auth/callback", scope: "profile" };
      const { page, complaints } = await opened(addressOf(server.base, login));
      const [response] = await Promise.all([
        page.waitForResponse((answer) => answer.request().method() === "POST"),
        page.getByRole("button", { name: "Let it in" }).click(),
      ]);
      const location = (await response.allHeaders())["location"] ?? "";
      expect(location).toStartWith("hackatime://auth/callback?code=");
      // Nobody here opens such addresses; the browser must at least be willing to.
      expect(complaints.filter((text) => /Content Security Policy|BLOCKED_BY_CSP/i.test(text))).toEqual([]);
      const code = new URLSearchParams(location.slice(location.indexOf("?"))).get("code") ?? "";
      const token = await tokenFor(server.base, login, code);
      const answer = await ask(server.base, token, "/api/v1/authenticated/api_keys");
      const { token: key } = (await answer.json()) as { token: string };
      expect(
        (
          await ask(server.base, key, "/api/v1/users/current/heartbeats", [
            { type: "file", time: 1_795_262_400, entity: "test.txt" },
          ])
        ).status,
      ).toBe(201);
      expect(await hearthOut(["key", "list", "--data-dir", folder.path])).toContain("BPr5VekIV  write");
      await page.close();
    },
    PATIENCE_MS,
  );
});
