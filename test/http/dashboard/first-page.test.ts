// What stands in the overview before its script has run: the visitor's own figures, and nobody else's.
import { beforeAll, describe, expect, test } from "bun:test";
import { updateUser } from "../../../src/db/users.ts";
import type { OverviewAnswer } from "../../../src/http/dashboard/overview-answer.ts";
import type { Prepared } from "../../../web/prepared.ts";
import { beat, sendAll } from "../../support/asking.ts";
import { inProcess, matrix, type Person, type Sending, type Side } from "../../support/matrix.ts";

type Seen = {
  readonly status: number;
  readonly cache: string | null;
  readonly html: string;
  /** what the page was drawn from, undefined for one that was not */
  readonly prepared: Prepared | undefined;
};

async function seen(side: Side, path: string, sending: Omit<Sending, "path"> = {}): Promise<Seen> {
  const response = await side.send({ path, ...sending });
  const html = await response.text();
  const data = /<script type="application\/json" id="prepared">(.*?)<\/script>/s.exec(html)?.[1];
  const { status, headers } = response;
  return { status, cache: headers.get("cache-control"), html, prepared: data ? JSON.parse(data) : undefined };
}

/** A page without figures, as everybody may have it. */
const EMPTY = { status: 200, cache: "no-cache", prepared: undefined };

function overviewOf({ prepared }: Seen): OverviewAnswer | undefined {
  const [, answer] = Object.entries(prepared?.answers ?? {}).find(([path]) => path.startsWith("/-/overview")) ?? [];
  return answer as OverviewAnswer | undefined;
}

/** Heartbeats a minute apart that end a while before now. */
function minutes(side: Side, count: number, fields: Readonly<Record<string, unknown>> = {}) {
  const startS = Math.floor(side.now() / 1000) - 3600 - count * 60;
  return Array.from({ length: count }, (_, i) => ({ ...beat("00:00:00", fields), time: startS + i * 60 }));
}

/** Days of many time zones lie between a heartbeat and the next midnight: this range holds all of them. */
const RANGE = "range=last_30_days";

matrix((side, place) => {
  const HOSTILE = `</script><img src=x onerror="alert(1)"><!--`;
  beforeAll(() => sendAll(side(), side().owner, minutes(side(), 30, { project: HOSTILE, language: HOSTILE })));

  describe("an open dashboard", () => {
    test("stands in its page with the figures of the API, and in no cache", async () => {
      const page = await seen(side(), `/?${RANGE}`);
      expect({ status: page.status, cache: page.cache }).toEqual({ status: 200, cache: "no-store" });
      const answers = page.prepared?.answers ?? {};
      expect(Object.keys(answers)).toEqual([`/-/overview?${RANGE}`, `/-/columns?${RANGE}`]);
      for (const [path, answer] of Object.entries(answers)) {
        const asked = (await (await side().send({ path })).json()) as object;
        expect({ ...(answer as object), now_ms: 0 }).toEqual({ ...asked, now_ms: 0 });
      }
      expect(page.html).toContain('<p class="headline" data-ms="1740000">');
      expect(page.prepared?.url).toBe(`/?${RANGE}`);
      await sendAll(side(), side().owner, minutes(side(), 1, { project: "later" }));
      const later = await seen(side(), `/?${RANGE}`);
      expect(later.prepared?.mark).not.toBe(page.prepared?.mark);
    });

    test("shows hostile names as text", async () => {
      const { html } = await seen(side(), `/?${RANGE}&project=${encodeURIComponent(`${HOSTILE},"'&`)}`);
      expect(["<img", "<!--", ' onerror="'].filter((bad) => html.includes(bad))).toEqual([]);
      // The first script, and the data.
      expect(html.split("</script>").length).toBe(3);
      expect(html.includes("&lt;img src=x")).toBe(true);
    });

    test("answers in the language that the browser asks for first", async () => {
      const locales = ["de-AT,de;q=0.9,en;q=0.8", "*", "not a language, fr-CH", undefined].map(async (language) => {
        const headers: Record<string, string> = language === undefined ? {} : { "accept-language": language };
        return (await seen(side(), "/", { headers })).prepared?.locale;
      });
      const own = Intl.DateTimeFormat().resolvedOptions().locale;
      expect(await Promise.all(locales)).toEqual(["de-AT", own, "fr-CH", own]);
    });

    test.each([
      { name: "another page", path: "/timeline" },
      { name: "a link from another site", path: "/", headers: { "sec-fetch-site": "cross-site" } },
    ])("stands not in $name", async ({ path, headers = {} }) => {
      expect(await seen(side(), path, { headers: headers as Record<string, string> })).toMatchObject(EMPTY);
    });

    test("asks for itself what has no answer, to say so", async () => {
      const page = await seen(side(), "/?range=never");
      expect(page).toMatchObject({ status: 200, prepared: undefined });
      expect(page.html.includes('<div id="page"></div>')).toBe(true);
    });

    test("stands not in a page that is asked for with a key, nor in one that is not there", async () => {
      expect(await seen(side(), "/", { key: side().owner.keys.full })).toMatchObject(EMPTY);
      const lost = await seen(side(), "/nowhere", { headers: { accept: "text/html" } });
      expect(lost).toMatchObject({ ...EMPTY, status: 404 });
    });
  });

  describe("behind a password", () => {
    const PASSWORD = "correct horse";
    const people: { name: string; person: Person }[] = [];
    beforeAll(async () => {
      const passwordHash = await Bun.password.hash(PASSWORD, { algorithm: "argon2id", memoryCost: 64, timeCost: 1 });
      const other = side().person({ name: `other-${place.replaceAll(" ", "-")}` });
      await sendAll(side(), other, minutes(side(), 10, { project: "private" }));
      for (const person of [side().owner, other]) {
        updateUser(side().store.connection.orm, person.user.id, { passwordHash });
        people.push({ name: person.user.name, person });
      }
    });

    test("nobody's figures stand in the page of a stranger", async () => {
      const stranger = await seen(side(), `/?${RANGE}`);
      expect(stranger).toMatchObject(EMPTY);
      expect(stranger.html).toContain('<div id="page"></div>');
    });

    test("each sees the own figures, and a stranger after them none", async () => {
      for (const { name } of people) {
        const signedIn = await side().send({ path: "/-/session", body: { name, password: PASSWORD } });
        const cookie = signedIn.headers.get("set-cookie")?.split(";")[0] ?? "";
        const own = await seen(side(), `/?${RANGE}`, { headers: { cookie } });
        expect(overviewOf(own)?.user).toBe(name);
        expect(own.html.includes("private")).toBe(name !== side().owner.user.name);
        expect(await seen(side(), `/?${RANGE}`)).toMatchObject(EMPTY);
        const forged = { cookie: `${cookie.slice(0, -4)}AAAA` };
        expect(await seen(side(), `/?${RANGE}`, { headers: forged })).toMatchObject(EMPTY);
      }
    });
  });
});

test("a page of strangers stays closed", async () => {
  const side = await inProcess({ boundToLoopback: false });
  await sendAll(side, side.owner, minutes(side, 3, { project: "private" }));
  const page = await seen(side, `/?${RANGE}`);
  expect(page.status).toBe(403);
  expect(page.html).not.toContain("private");
  await side.close();
});
