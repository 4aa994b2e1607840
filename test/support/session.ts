// One session of work: a project on a machine, its files visited in turn, with looks into a browser and an AI agent's work.

import type { Random } from "../../src/domain/random.ts";
import { agentAgent, editorAgent, type File, MACHINES, type Machine, type Project } from "./career.ts";
import type { ClientHeartbeat, Sent } from "./history.ts";

/** Since when clients tell lines added and deleted, AI work, and net lines by author. */
const LINES_SINCE_US = Date.UTC(2022, 5, 1) * 1000;
const AI_SINCE_US = Date.UTC(2024, 2, 1) * 1000;
const AUTHORS_SINCE_US = Date.UTC(2025, 5, 1) * 1000;
const AGENTS_FROM_US = Date.UTC(2016, 0, 1) * 1000;
const MONTH_US = 30 * 86_400_000_000;

const BROWSER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36";
const SITES =
  "docs.example.org bun.example.dev git.example.org forum.example.net search.example.com mail.example.com".split(" ");
const MODELS = ["opus/4-8", "sonnet/5-1"];
/** Chances per heartbeat: a run in the browser or with the AI agent begins, another file is opened, the branch changes. */
const BROWSER_CHANCE = 0.0061;
const AI_CHANCE = 0.012;
const FILE_CHANCE = 0.22;
const BRANCH_CHANCE = 0.003;

type Run = { readonly kind: "browser" | "ai"; readonly id: string; left: number };

/**
 * Yields one heartbeat for each time, all of one project on one machine; every tenth session is on another machine
 * than the project's. Without a project alive it yields nothing; the callers' careers always have one.
 */
export function* session(
  at: Random,
  alive: readonly Project[],
  timesUs: readonly number[],
  delayUs: number,
): Generator<Sent> {
  const project = weighted(at, alive);
  const machine = MACHINES[at.chance(0.9) ? project.home : at.whole(0, MACHINES.length)] as Machine;
  const firstUs = timesUs[0] ?? 0;
  const month = Math.max(0, Math.floor((firstUs - AGENTS_FROM_US) / MONTH_US));
  const agent = editorAgent(machine, at.pick(machine.editors), month);
  const aiAgent = agentAgent(machine, at.pick(MODELS), month);
  const isDebugging = at.chance(0.12);
  const working = workingSet(at, project);
  let branch = at.chance(0.3) ? project.branches[0] : currentBranch(project, firstUs / 1000);
  let file = at.pick(working);
  let lineno = at.whole(1, file.lines);
  let run: Run | undefined;
  for (const timeUs of timesUs) {
    if (run === undefined) {
      if (at.chance(BROWSER_CHANCE)) run = { kind: "browser", id: "", left: at.whole(1, 7) };
      else if (timeUs >= AI_SINCE_US && at.chance(AI_CHANCE))
        run = { kind: "ai", id: at.uuid(), left: at.whole(4, 24) };
      if (at.chance(BRANCH_CHANCE)) branch = at.pick(project.branches);
    }
    if (at.chance(FILE_CHANCE)) {
      file = at.pick(working);
      lineno = at.whole(1, file.lines);
    } else lineno = Math.max(1, Math.min(file.lines, lineno + at.whole(-4, 8)));
    const place = { machine, timeUs, project: project.name, delayUs };
    if (run?.kind === "browser") yield { ...place, userAgent: BROWSER_AGENT, heartbeat: visited(at, timeUs) };
    else {
      const isAi = run?.kind === "ai";
      const category = isAi ? "ai coding" : categoryOf(at, file, isDebugging);
      const userAgent = isAi ? aiAgent : agent;
      const heartbeat: ClientHeartbeat = {
        ...(category !== undefined && { category }),
        ...(branch !== undefined && { branch }),
        cursorpos: at.whole(1, 4000),
        ...(file.dependencies.length > 0 && { dependencies: file.dependencies }),
        entity: `${machine.folder}${project.name}${machine.separator}${file.path.replaceAll("/", machine.separator)}`,
        type: "file",
        ...(at.chance(0.3) && { is_write: true }),
        // What the client cannot tell, the server finds out from the name of the file.
        ...(at.chance(0.9) && { language: file.language }),
        lineno,
        lines: file.lines,
        project: project.name,
        project_root_count: 5,
        time: timeUs / 1e6,
        ...changes(at, timeUs, run?.kind === "ai" ? run.id : undefined),
        user_agent: userAgent,
      };
      yield { ...place, userAgent, heartbeat };
    }
    if (run !== undefined && --run.left === 0) run = undefined;
  }
}

function weighted(at: Random, alive: readonly Project[]): Project {
  let left = at.next() * alive.reduce((sum, { weight }) => sum + weight, 0);
  for (const project of alive) {
    left -= project.weight;
    if (left < 0) return project;
  }
  return alive.at(-1) ?? at.pick(alive);
}

/** Returns the few files a session is about: neighbours of one another, and the ones every session comes back to. */
function workingSet(at: Random, project: Project): File[] {
  const centre = at.whole(0, project.fileCount);
  return Array.from({ length: at.whole(3, 12) }, () =>
    project.file(at.chance(0.2) ? at.whole(0, 8) : (centre + at.whole(0, 16)) % project.fileCount),
  );
}

function currentBranch({ branches, bornMs, endMs }: Project, timeMs: number): string | undefined {
  return branches[1 + Math.floor(((timeMs - bornMs) / (endMs - bornMs)) * (branches.length - 1))] ?? branches[0];
}

/** Plain coding is what clients leave out. */
function categoryOf(at: Random, file: File, isDebugging: boolean): string | undefined {
  if (file.language === "Markdown") return "writing docs";
  if (file.path.startsWith("tests/")) return "writing tests";
  return isDebugging && at.chance(0.5) ? "debugging" : undefined;
}

function changes(at: Random, timeUs: number, aiSession: string | undefined): Partial<ClientHeartbeat> {
  if (aiSession !== undefined)
    return {
      ai_session: aiSession,
      ai_subscription_plan: "max",
      ai_line_changes: at.whole(-20, 90),
      ...(at.chance(0.2) && { human_line_changes: at.whole(-3, 10) }),
      ai_input_tokens: at.whole(50, 30_000),
      ai_cached_input_tokens: at.whole(0, 200_000),
      ai_output_tokens: at.whole(20, 3000),
      ...(at.chance(0.25) && { ai_prompt_length: at.whole(10, 900) }),
    };
  if (timeUs >= AUTHORS_SINCE_US) return at.chance(0.5) ? { human_line_changes: at.whole(-6, 16) } : {};
  if (timeUs >= LINES_SINCE_US && at.chance(0.4))
    return { line_additions: at.whole(0, 12), line_deletions: at.whole(0, 5) };
  return {};
}

/** A browser's heartbeat names no project: it belongs to what the person was at. */
function visited(at: Random, timeUs: number): ClientHeartbeat {
  const site = `https://${at.pick(SITES)}`;
  const isPage = at.chance(0.3);
  return {
    branch: "<<LAST_BRANCH>>",
    category: isPage ? "code reviewing" : "browsing",
    entity: isPage ? `${site}/${at.whole(1, 60)}` : site,
    ...(isPage && { language: "<<LAST_LANGUAGE>>" }),
    plugin: "Chrome/149.0.0.0 linux_x86-64 chrome-wakatime/4.1.1",
    project: "<<LAST_PROJECT>>",
    time: (timeUs / 1e6).toFixed(6),
    type: isPage ? "url" : "domain",
  };
}
