import { expect, test } from "bun:test";
import { random } from "../../src/domain/random.ts";
import { ROUTES } from "../../src/http/app.ts";
import { pathsOf } from "../../src/http/paths.ts";
import { sendAll } from "../support/asking.ts";
import { inProcess } from "../support/matrix.ts";
import { week } from "../support/week.ts";

const NAMES = [
  ...["start", "end", "start_date", "end_time", "from", "until", "range", "interval", "timezone", "date", "limit"],
  ...["features", "total_seconds", "boundary_aware", "no_ai_coding", "filter_by_project", "filter_by_language"],
  ...["filter_by_editor", "filter_by_category", "project", "branches", "branch", "machine", "operating_system", "page"],
  ...["timeout", "writes_only", "slice_by", "source_type", "editor", "q", "weekday", "show", "include", "api", ""],
];

const VALUES = [
  ...[
    "",
    " ",
    "0",
    "-1",
    "1",
    "-0",
    "1e3",
    "0x10",
    "NaN",
    "Infinity",
    "٣",
    "9".repeat(400),
    "999999999",
    "99999999999",
  ],
  ...[
    "2025-02-29",
    "2024-02-29",
    "0001-01-02",
    "9999-12-31",
    "-000001-01-01",
    "+275760-09-14",
    "2025-13-01",
    "2025-W01",
  ],
  ...["2025-03-09T02:30:00", "2025-03-09T24:00:00Z", "2025-03-09T00:00:60Z", "2025-03-09 00:00:00 02:00", "today"],
  ...["yesterday", "last_7_days", "LAST 7 DAYS", "all_time", "2025", "2025-03", "any", "week", "America/Havana", "utc"],
  ...[
    "GMT+5",
    "Etc/GMT+12",
    "Pacific/Apia",
    "Mars/Olympus",
    "../../etc/passwd",
    "<script>",
    "' OR 1=1 --",
    "-",
    "a,b,,c,",
  ],
  ...[
    "Unknown",
    "tidepool",
    "true",
    "1",
    "null",
    "undefined",
    "__proto__",
    "constructor",
    "🦀",
    "%",
    "%ff",
    "\u0000",
    "a\nb",
  ],
  "x".repeat(5_000),
];

/** Whatever stands in the query and the path, a read is answered or refused, as JSON, never with a fault of ours. */
test("odd parameters of every read break nothing", async () => {
  const side = await inProcess();
  const { keys } = side.owner;
  side.change(side.owner, { timeZone: "America/Havana" });
  await sendAll(side, side.owner, week(side.now()));
  const addresses = ROUTES.filter(({ method, need }) => method === "GET" && need !== "none").flatMap((route) =>
    pathsOf(route).slice(1, 2),
  );
  const faults: string[] = [];
  for (let i = 0; i < 2_500; i++) {
    const at = random(3, i);
    const address = at.pick([...addresses, "/-/overview"]);
    const path = address
      .replace(":user", at.chance(0.9) ? "current" : encodeURIComponent(at.pick(VALUES)))
      .replaceAll(/:\w+|\*/g, () => encodeURIComponent(at.pick(VALUES)) || "x");
    const query = Array.from({ length: at.whole(0, 4) }, () => {
      const value = at.pick(VALUES);
      const isSendable = /^[!-~]+$/.test(value) && !value.includes("#");
      return `${at.pick(NAMES)}=${isSendable && at.chance(0.1) ? value : encodeURIComponent(value)}`;
    });
    const url = `${path}?${query.join("&")}`;
    const response = await side.send({ path: url, key: keys.full });
    const text = await response.text();
    const isWell = [200, 400, 404, 422].includes(response.status) && isJson(text) && text.length < 2_000_000;
    if (!isWell) faults.push(`${url.slice(0, 300)}: ${response.status} ${text.slice(0, 200)}`);
  }
  expect(faults).toEqual([]);
  await side.close();
}, 60_000);

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
