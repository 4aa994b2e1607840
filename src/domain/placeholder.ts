// Sentinels: what a client writes when it does not know and the server should look back (contract §3).

export const LAST_PROJECT = "<<LAST_PROJECT>>";
export const LAST_LANGUAGE = "<<LAST_LANGUAGE>>";
export const LAST_BRANCH = "<<LAST_BRANCH>>";

/** How far back `<<LAST_PROJECT>>` looks. Ours: browser time must not be guessed into yesterday's project. */
export const PROJECT_REACH_US = 15 * 60 * 1_000_000;

/** How far back `<<LAST_LANGUAGE>>` and `<<LAST_BRANCH>>` look, within one resolved project. */
export const VALUE_REACH_US = 24 * 3600 * 1_000_000;

/** Which fields of a heartbeat are sentinels. */
export type Sentinels = { readonly project: boolean; readonly language: boolean; readonly branch: boolean };

export const NO_SENTINELS: Sentinels = { project: false, language: false, branch: false };

/** Looks into the stream before one heartbeat; values are ids of names. Each returns the nearest, or `undefined`. */
export type LookBack = {
  /** project as sent (no blank, no sentinel) of the nearest earlier heartbeat, at most `reachUs` older */
  readonly project: (reachUs: number) => number | undefined;
  /** language as sent of the nearest earlier heartbeat of the resolved project that has one */
  readonly language: (projectId: number, reachUs: number) => number | undefined;
  /** branch as sent, likewise */
  readonly branch: (projectId: number, reachUs: number) => number | undefined;
};

/** What the sentinels of a heartbeat stand for, ids of names; fields that are no sentinels are undefined. */
export type Resolution = {
  readonly projectId: number | undefined;
  readonly languageId: number | undefined;
  readonly branchId: number | undefined;
};

/**
 * Returns what the sentinels of one heartbeat stand for. A function of the stream alone: arrival plays no part, and
 * resolved values are never sources, so a chain of guesses cannot grow.
 *
 * ```
 *  time      0        10 min    20 min         (project, language as sent)
 *  sent      tide,Go  LAST,LAST LAST,LAST
 *  resolved           tide,Go   none,none      10 min has no project of its own to give; 0 is over 15 min old
 * ```
 * Ours: a heartbeat without a project, sent or resolved, has no context, so its language and branch resolve to none.
 */
export function resolve(sentinels: Sentinels, sentProjectId: number | undefined, back: LookBack): Resolution {
  const projectId = sentinels.project ? back.project(PROJECT_REACH_US) : undefined;
  const context = sentinels.project ? projectId : sentProjectId;
  return {
    projectId,
    languageId: sentinels.language && context !== undefined ? back.language(context, VALUE_REACH_US) : undefined,
    branchId: sentinels.branch && context !== undefined ? back.branch(context, VALUE_REACH_US) : undefined,
  };
}

/** What a heartbeat says, ids of names; undefined = blank or a sentinel. */
export type Said = Resolution & { readonly sentinels: Sentinels };

/** What a walk along a stream has passed: the sources of everything that follows. */
export type Trail = {
  /** Returns what the sentinels of the next heartbeat stand for, and remembers what it says for those after it. */
  readonly next: (timeUs: number, said: Said) => Resolution;
};

type Source = { readonly timeUs: number; readonly id: number };

/**
 * Returns an empty trail; its heartbeats come ascending. The same answers as looking back from each, at the cost of one
 * look at every heartbeat: what is nearest is always what was passed last.
 *
 * ```
 *  sent      tide,Go   tide,Rust   harbor,C    LAST,LAST
 *  carried   project   harbor                  resolved to harbor, C
 *            language  tide: Rust, harbor: C
 * ```
 */
export function openTrail(): Trail {
  let timeUs = 0;
  let project: Source | undefined;
  const languages = new Map<number, Source>();
  const branches = new Map<number, Source>();
  const near = (source: Source | undefined, reachUs: number) =>
    source !== undefined && timeUs - source.timeUs <= reachUs ? source.id : undefined;
  const back: LookBack = {
    project: (reachUs) => near(project, reachUs),
    language: (projectId, reachUs) => near(languages.get(projectId), reachUs),
    branch: (projectId, reachUs) => near(branches.get(projectId), reachUs),
  };
  return {
    next(nextUs, { sentinels, projectId, languageId, branchId }) {
      timeUs = nextUs;
      const resolution = resolve(sentinels, projectId, back);
      if (projectId !== undefined) project = { timeUs, id: projectId };
      const context = sentinels.project ? resolution.projectId : projectId;
      if (context !== undefined && languageId !== undefined) languages.set(context, { timeUs, id: languageId });
      if (context !== undefined && branchId !== undefined) branches.set(context, { timeUs, id: branchId });
      return resolution;
    },
  };
}
