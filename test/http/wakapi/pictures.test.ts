import { describe, expect, test } from "bun:test";
import { sendAll } from "../../support/asking.ts";
import { matrix, type Side } from "../../support/matrix.ts";
import { reference } from "../../support/reference.ts";
import { elementsOf, readSvg } from "../../support/svg.ts";
import { noonZone, week } from "../../support/week.ts";
import { wholeSeconds, words } from "../../support/written.ts";

const RULE = { timeoutMs: 120_000, idleMs: 120_000 };

async function picture(side: Side, path: string, key?: string) {
  const response = await side.send({ path, ...(key !== undefined && { key }) });
  const source = await response.text();
  expect({ path, status: response.status, source }).toEqual({ path, status: 200, source: expect.anything() });
  expect(response.headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
  expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  return { source, svg: readSvg(source), cache: response.headers.get("cache-control") };
}

describe("GET /api/activity/chart/:user.svg", () => {
  matrix((side) => {
    test("draws the days of a public user's year as a plain count has them", async () => {
      const now = side().now();
      const zone = noonZone(now);
      const { user, keys } = side().person({ isPublic: true, timeZone: zone });
      const sent = week(now, 17);
      await sendAll(side(), { user, keys }, sent);
      const { svg, cache } = await picture(side(), `/api/activity/chart/${user.name}.svg`);
      const titles = elementsOf(svg, "rect").map(({ children }) => children[0]?.text ?? "");
      expect(titles.length).toBeWithin(365, 372);
      const interval = { startMs: now - 8 * 86_400_000, endMs: now + 86_400_000 };
      const truth = reference(sent, RULE).days(zone, interval);
      const expected = truth.filter(({ ms }) => ms > 0).map(({ date, ms }) => `${date}: ${words(wholeSeconds(ms))}`);
      expect(expected).toHaveLength(6);
      expect(titles.filter((title) => !title.endsWith(": 0 secs"))).toEqual(expected);
      const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate().toString();
      expect(titles.at(-1)).toStartWith(today);
      expect(cache).toBe("public, max-age=300");
      expect((await picture(side(), `/api/activity/chart/${user.id}`)).svg).toEqual(svg);
    });

    test("is light or dark", async () => {
      const { user } = side().person({ isPublic: true });
      const ground = async (query: string) =>
        elementsOf((await picture(side(), `/api/activity/chart/${user.name}.svg${query}`)).svg, "rect")[0]?.attributes[
          "fill"
        ];
      for (const query of ["", "?theme=light", "?theme=neon", "?dark=false", "?theme=light&dark", "?darker", "?x=dark"])
        expect([query, await ground(query)]).toEqual([query, "#ebedf0"]);
      for (const query of ["?theme=dark", "?theme=Dark", "?dark", "?dark=", "?noattr&dark=true"])
        expect([query, await ground(query)]).toEqual([query, "#2d333b"]);
    });

    test("of a private user and of nobody are the same; one's own takes a key that may read", async () => {
      const { user, keys } = side().person();
      const at = (who: string) => `/api/activity/chart/${who}.svg`;
      const { source, svg } = await picture(side(), at("nobody"));
      expect(elementsOf(svg, "text").map(({ text }) => text)).toEqual(["not public"]);
      for (const who of [user.name, String(user.id), user.uuid, `@${user.name}`, "current", "%ff", "<b>", ".svg"])
        expect((await picture(side(), at(who))).source).toBe(source);
      expect((await picture(side(), at("current"), keys.write)).source).toBe(source);
      const own = await picture(side(), at("current"), keys.read);
      expect(elementsOf(own.svg, "rect").length).toBeGreaterThan(364);
      expect(own.cache).toBe("private, max-age=300");
    });
  });
});

describe("GET /api/avatar/:hash.svg", () => {
  matrix((side) => {
    test("draws any hash, the same each time, without looking anything up", async () => {
      const drawn = async (hash: string) => (await picture(side(), `/api/avatar/${hash}`)).source;
      expect(await drawn("5d41402abc4b2a76b9719d911017c592.svg")).toBe(await drawn("5d41402abc4b2a76b9719d911017c592"));
      const hostile = [
        "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "%22%2F%3E",
        "%00",
        "a".repeat(300),
        "%F0%9F%A6%80",
        ".svg",
      ];
      expect(new Set(await Promise.all([...hostile, "a", "b"].map(drawn))).size).toBe(hostile.length + 2);
      for (const hash of [...hostile, "%ff"]) expect(await drawn(hash)).not.toContain("script");
      expect((await picture(side(), "/api/avatar/x.svg")).cache).toBe("public, max-age=2592000");
    });
  });
});
