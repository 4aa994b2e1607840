// A few days of somebody's work up to now, for statistics: every dimension, gaps of every kind, values left out.
import { random } from "../../src/domain/random.ts";
import type { SentHeartbeat } from "./reference.ts";

const DAY_S = 86_400;

/** Returns a zone in which it is about noon, so that no test crosses midnight. */
export function noonZone(nowMs: number): string {
  const ahead = 12 - new Date(nowMs).getUTCHours();
  // The sign of these names is the other way round.
  return ahead === 0 ? "UTC" : `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
}

const AGENTS = [
  "wakatime/v1.118.0 (linux-6.8.0-45-generic-x86_64) go1.24.4 vscode/1.99.1 vscode-wakatime/25.0.2",
  "wakatime/v1.118.0 (darwin-24.5.0-arm64) go1.24.4 neovim/0.11 vim-wakatime/11.3.0",
  "wakatime/v2.20.0 (windows-10.0.26100-x86_64) go1.26 sonnet/5-1 claude-code/2.1.90",
];

/** Names in every shape, none with a comma: a filter's values are separated by it. */
export const PROJECTS = [
  "tidepool",
  "lantern/web",
  `"quoted" & 'single'`,
  "<script>alert(1)</script>",
  "🦀 крабы",
  "a".repeat(300),
  "100%",
  "C:\\src\\x",
];

/** Returns about `count` heartbeats per day of seven, the last a quarter of an hour ago; times in ms. */
export function week(nowMs: number, seed = 1, count = 20): SentHeartbeat[] {
  const at = random(seed);
  const maybe = <T>(name: string, values: readonly T[], chance = 0.8) =>
    at.chance(chance) ? { [name]: at.pick(values) } : {};
  const sent: SentHeartbeat[] = [];
  const lastS = Math.floor(nowMs / 1000) - 900;
  for (let day = 0; day < 7; day++) {
    // One day off, so that averages are over fewer days than there are.
    if (day === 3) continue;
    let time = lastS - day * DAY_S;
    for (let i = 0; i < count; i++) {
      sent.push({
        ...{
          time: Math.round(time * 1000) / 1000,
          entity: at.pick(["/src/app.ts", "/src/lib.rs", "Makefile", "notes"]),
        },
        ...{ user_agent: at.pick(AGENTS), type: "file", ...maybe("machine", ["studio", "laptop"]) },
        ...maybe("project", PROJECTS),
        ...maybe("branch", ["main", "next"]),
        ...maybe("language", ["TypeScript", "rust", "Klingon"], 0.6),
        ...maybe("category", ["coding", "Debugging", "ai coding", "browsing", "meeting", "communicating"], 0.7),
        ...maybe("dependencies", [["bun"], ["bun", "elysia"]], 0.3),
        ...maybe("is_write", [true, false]),
      });
      time -= at.chance(0.1) ? at.next() * 900 : at.next() * 130;
    }
  }
  return sent;
}
