// The programs and machines that a user's heartbeats came from.
import type { StoredSource } from "../db/sources.ts";
import type { Store } from "../db/store.ts";
import { browserAmong, editorName, operatingSystemName } from "../domain/client-name.ts";
import { parseUserAgent } from "../domain/user-agent.ts";
import { agentText, machineId, userAgentId } from "./heartbeat-fields.ts";
import type { Times } from "./sources-seen.ts";
import type { User } from "./users.ts";

/** A program, by the text it names itself with. */
export type Program = Times & {
  readonly id: string;
  /** the source it was last seen with */
  readonly source: StoredSource;
};

/** What a program says of itself; undefined = nothing. */
export type ProgramFacts = {
  /** empty when it sent none */
  readonly text: string;
  readonly editor: string | undefined;
  readonly operatingSystem: string | undefined;
  /** the editor's plugin */
  readonly pluginVersion: string | undefined;
  readonly cliVersion: string | undefined;
  readonly goVersion: string | undefined;
  readonly aiModel: string | undefined;
  readonly isBrowserExtension: boolean;
  readonly isDesktopApp: boolean;
};

/** A machine by its name. */
export type Machine = Times & { readonly id: string; readonly name: string; readonly timeZone: string | undefined };

/** Returns a user's programs, the last seen first. `seen` by sources.id. */
export function programsOf(store: Store, user: User, seen: ReadonlyMap<number, Times>): Program[] {
  const groups = grouped(store, user, seen, (source) => userAgentId(user, source.sent));
  return [...groups].map(([id, { times, newest }]) => ({ ...times, id, source: newest }));
}

/** Returns what is known of a program. */
export function programFacts(store: Store, { source }: Program): ProgramFacts {
  const { sent, editorId, operatingSystemId, aiModelId } = source;
  const text = agentText(sent) ?? "";
  const nameOf = (nameId: number) => (nameId === 0 ? undefined : store.names.byId(nameId).value);
  const editor = nameOf(editorId);
  const system = nameOf(operatingSystemId);
  const [plugin = "", pluginVersion] = parseUserAgent(text, sent.aiCoding).plugin?.split("/") ?? [];
  return {
    text,
    editor: editor && editorName(editor),
    operatingSystem: system && operatingSystemName(system),
    pluginVersion,
    cliVersion: /^wakatime\/(\S+)/i.exec(text)?.[1],
    goVersion: /\s(go\d\S*)/.exec(text)?.[1],
    aiModel: nameOf(aiModelId),
    isBrowserExtension: browserAmong([plugin.replace(/-(?:waka|hacka)time$/, "")]) !== undefined,
    isDesktopApp: /^(?:macos|windows|linux|desktop)-(?:waka|hacka)time$/.test(plugin),
  };
}

/** Returns a user's machines, the last seen first; heartbeats that name none have none. */
export function machinesOf(store: Store, user: User, seen: ReadonlyMap<number, Times>): Machine[] {
  const nameOf = ({ machineId: id }: StoredSource) => (id === 0 ? undefined : store.names.byId(id).value);
  return [...grouped(store, user, seen, nameOf)].map(([name, { times, newest }]) => ({
    ...times,
    id: machineId(user, name),
    name,
    timeZone: newest.sent.timeZone,
  }));
}

type Group = { readonly times: Times; readonly newest: StoredSource };

/** Returns what several sources have in common, the last seen first, then in the order of their first source. */
function grouped(
  store: Store,
  user: User,
  seen: ReadonlyMap<number, Times>,
  keyOf: (source: StoredSource) => string | undefined,
): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const source of store.sources.ofUser(user.id)) {
    const times = seen.get(source.id);
    const key = keyOf(source);
    if (times === undefined || key === undefined) continue;
    const known = groups.get(key);
    const firstMs = Math.min(times.firstMs, known?.times.firstMs ?? times.firstMs);
    const isNewest = known === undefined || times.lastMs >= known.times.lastMs;
    const lastMs = isNewest ? times.lastMs : known.times.lastMs;
    groups.set(key, { times: { firstMs, lastMs }, newest: isNewest ? source : known.newest });
  }
  return new Map([...groups].sort(([, a], [, b]) => b.times.lastMs - a.times.lastMs));
}
