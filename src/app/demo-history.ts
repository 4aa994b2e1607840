// The demo's history: two years of a person's heartbeats, the same ones for the same seed and the same end.
import { type Day, daysIn } from "../domain/calendar.ts";
import type { Interval } from "../domain/interval.ts";
import { type Random, random } from "../domain/random.ts";
import { weekdayOf } from "../domain/weekday.ts";
import {
  DEMO_EDITORS,
  DEMO_MACHINES,
  DEMO_PROJECTS,
  DEMO_SITES,
  type DemoMachine,
  type DemoProject,
} from "./demo-world.ts";
import type { Agent } from "./ingest.ts";

/** A heartbeat as a client sends it, and what the client says of itself. */
export type DemoSent = { readonly element: Readonly<Record<string, unknown>>; readonly agent: Agent };

export type DemoOptions = {
  readonly seed: number;
  /** IANA zone of the person's wall clock */
  readonly zone: string;
  /** the last heartbeat is at most this late, epoch ms */
  readonly nowMs: number;
  readonly days: number;
};

/** A sitting: one project with one program, heartbeats shortly after one another. */
type Sitting = Interval & { readonly project: DemoProject };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** The person has been at it for so long when the history ends, so that there is a today. */
const LAST_SITTING_MS = 47 * MINUTE_MS;
/** Share of the history before which there is no AI agent. */
const AI_FROM = 0.4;
const MODELS = ["opus/4-8", "sonnet/5-1"] as const;

/** Yields the history, ascending by day and by time within each sitting. Working days hold four to seven hours, Sundays mostly none, holidays none. */
export function* demoHistory(options: DemoOptions): Generator<DemoSent> {
  const { seed, zone, nowMs, days } = options;
  const startMs = nowMs - days * DAY_MS;
  for (const day of daysIn(zone, { startMs, endMs: nowMs })) {
    const at = random(seed, Math.floor((day.startMs + 12 * HOUR_MS) / DAY_MS));
    const lived = Math.min(1, Math.max(0, (day.startMs - startMs) / (nowMs - startMs)));
    for (const sitting of sittingsOf(at, day, lived, nowMs)) yield* heartbeatsOf(at, sitting, lived);
  }
}

/** Returns the heartbeat of the person at work right now: the last project of the history, whatever the hour. */
export function demoHeartbeatAt({ seed }: DemoOptions, timeMs: number): DemoSent {
  const at = random(seed, 5, Math.floor(timeMs / 1000));
  const project = DEMO_PROJECTS[0] as DemoProject;
  const [file, language] = at.pick(project.files.slice(0, 4));
  return sent(project, at.pick(project.editors), project.branches.at(-1), file, language, timeMs, {
    is_write: at.chance(0.3),
    human_line_changes: at.whole(0, 9),
  });
}

function sittingsOf(at: Random, day: Day, lived: number, nowMs: number): Sitting[] {
  const isToday = day.startMs <= nowMs && nowMs < day.endMs;
  const alive = DEMO_PROJECTS.filter(({ from, until }) => from <= lived && lived <= until);
  const clock = (hours: number) => day.startMs + hours * HOUR_MS;
  const blocks: Interval[] = [];
  if (isToday || (weekdayOf(day.date) < 5 && !isHoliday(day.date) && !at.chance(0.03))) {
    blocks.push({ startMs: clock(8.6 + at.next()), endMs: clock(12 + at.next() * 0.4) });
    blocks.push({ startMs: clock(13.1 + at.next() * 0.4), endMs: clock(16.4 + at.next() * 1.6) });
    if (at.chance(0.3)) blocks.push({ startMs: clock(20 + at.next()), endMs: clock(21.3 + at.next() * 1.5) });
  } else if (!isHoliday(day.date) && at.chance(weekdayOf(day.date) === 5 ? 0.6 : 0.25)) {
    blocks.push({ startMs: clock(10 + at.next() * 5), endMs: clock(16 + at.next() * 2) });
  }
  const planned = blocks.flatMap((block) => cutUp(at, block, alive));
  if (!isToday) return planned;
  const lastMs = Math.max(day.startMs, nowMs - LAST_SITTING_MS);
  const before = planned.filter(({ endMs }) => endMs < lastMs - 5 * MINUTE_MS);
  return [...before, { project: DEMO_PROJECTS[0] as DemoProject, startMs: lastMs, endMs: nowMs }];
}

/** Two weeks in August and the end of the year. */
function isHoliday(date: string): boolean {
  const day = date.slice(5);
  return (day >= "08-03" && day <= "08-16") || day >= "12-23" || day <= "01-01";
}

/**
 * ```
 *  block    [                      ]     one character = 10 min
 *  sittings [    ] [       ]  [   ]      pauses between them
 * ```
 */
function cutUp(at: Random, { startMs, endMs }: Interval, alive: readonly DemoProject[]): Sitting[] {
  const sittings: Sitting[] = [];
  let project = weighted(at, alive);
  for (let fromMs = startMs; fromMs < endMs - 10 * MINUTE_MS; ) {
    const untilMs = Math.min(endMs, fromMs + (18 + at.exponential(38)) * MINUTE_MS);
    sittings.push({ project, startMs: fromMs, endMs: untilMs });
    fromMs = untilMs + (6 + at.exponential(14)) * MINUTE_MS;
    if (at.chance(0.4)) project = weighted(at, alive);
  }
  return sittings;
}

function weighted(at: Random, alive: readonly DemoProject[]): DemoProject {
  let left = at.next() * alive.reduce((sum, { weight }) => sum + weight, 0);
  for (const project of alive) {
    left -= project.weight;
    if (left < 0) return project;
  }
  return at.pick(alive);
}

function* heartbeatsOf(at: Random, { project, startMs, endMs }: Sitting, lived: number): Generator<DemoSent> {
  const editor = at.pick(project.editors);
  const share = (lived - project.from) / Math.max(0.01, project.until - project.from);
  const current = project.branches[1 + Math.floor(share * (project.branches.length - 1))] ?? project.branches.at(-1);
  const branch = at.chance(0.3) ? project.branches[0] : current;
  const isDebugging = at.chance(0.12);
  const working = Array.from({ length: 3 }, () => at.pick(project.files));
  let file = at.pick(working);
  let aiLeft = 0;
  let aiSession = "";
  let siteLeft = 0;
  for (
    let timeMs = startMs;
    timeMs < endMs;
    timeMs += aiLeft > 0 ? at.whole(12_000, 60_000) : at.whole(34_000, 118_000)
  ) {
    if (at.chance(0.3)) file = at.pick(working);
    if (aiLeft === 0 && siteLeft === 0) {
      if (lived > AI_FROM && at.chance(project.aiShare * 0.12)) {
        aiLeft = at.whole(6, 30);
        aiSession = at.uuid();
      } else if (at.chance(0.03)) siteLeft = at.whole(1, 5);
    }
    if (siteLeft > 0) {
      siteLeft--;
      yield looked(at, project, timeMs);
    } else if (aiLeft > 0) {
      aiLeft--;
      yield byAgent(at, project, branch, file, timeMs, aiSession);
    } else {
      const category = isDebugging && at.chance(0.6) ? "debugging" : categoryOf(file[0]);
      yield sent(project, editor, branch, file[0], file[1], timeMs, {
        ...(category !== undefined && { category }),
        ...(at.chance(0.3) && { is_write: true }),
        human_line_changes: at.whole(-4, 12),
      });
    }
  }
}

/** Plain coding is what clients leave out. */
function categoryOf(path: string): string | undefined {
  if (path.endsWith(".md")) return "writing docs";
  return /test/i.test(path) ? "writing tests" : undefined;
}

function machineOf(project: DemoProject): DemoMachine {
  return DEMO_MACHINES[project.machine] ?? (DEMO_MACHINES[0] as DemoMachine);
}

function sent(
  project: DemoProject,
  editor: number,
  branch: string | undefined,
  path: string,
  language: string | undefined,
  timeMs: number,
  more: Readonly<Record<string, unknown>>,
): DemoSent {
  const machine = machineOf(project);
  return {
    agent: agentOf(machine, `wakatime/v1.131.0 (${machine.platform}) go1.25.3 ${DEMO_EDITORS[editor] ?? ""}`),
    element: {
      entity: `${machine.folder}/${project.name}/${path}`,
      type: "file",
      time: timeMs / 1000,
      project: project.name,
      project_root_count: machine.folder.split("/").length,
      ...(branch !== undefined && { branch }),
      ...(language !== undefined && { language }),
      ...(project.dependencies.length > 0 && { dependencies: project.dependencies.slice(0, 1 + (path.length % 3)) }),
      lines: 60 + ((path.length * 37) % 400),
      ...more,
    },
  };
}

function byAgent(
  at: Random,
  project: DemoProject,
  branch: string | undefined,
  [path, language]: DemoProject["files"][number],
  timeMs: number,
  session: string,
): DemoSent {
  const machine = machineOf(project);
  const { element } = sent(project, 0, branch, path, language, timeMs, {
    category: "ai coding",
    is_write: at.chance(0.5),
    ai_session: session,
    ai_subscription_plan: "max",
    ai_line_changes: at.whole(-12, 60),
    ai_input_tokens: at.whole(200, 24_000),
    ai_cached_input_tokens: at.whole(0, 160_000),
    ai_output_tokens: at.whole(40, 2_600),
    ...(at.chance(0.2) && { ai_prompt_length: at.whole(20, 700) }),
  });
  const program = `${at.pick(MODELS)} claude-code/2.1.40 claude-code-wakatime/3.1.6`;
  return { element, agent: agentOf(machine, `wakatime/v1.131.0 (${machine.platform}) go1.25.3 ${program}`) };
}

/** A browser names no project: it belongs to what the person was at. */
function looked(at: Random, project: DemoProject, timeMs: number): DemoSent {
  const agent = agentOf(machineOf(project), "Chrome/149.0.0.0 linux_x86-64 chrome-wakatime/4.1.1");
  const review = at.chance(0.3);
  return {
    agent,
    element: {
      entity: at.pick(DEMO_SITES),
      type: "domain",
      category: review ? "code reviewing" : "browsing",
      time: timeMs / 1000,
      project: "<<LAST_PROJECT>>",
      branch: "<<LAST_BRANCH>>",
    },
  };
}

function agentOf(machine: DemoMachine, userAgent: string): Agent {
  return { userAgent, machine: machine.name, timeZone: undefined };
}
