import type { Precision } from "./heartbeat-time.ts";
import { machineName } from "./machine.ts";
import type { Sentinels } from "./placeholder.ts";
import { client } from "./user-agent.ts";

/** Everything a program said about itself and its computer with a heartbeat, as sent; undefined = not said. */
export type Source = {
  readonly userAgent?: string;
  readonly plugin?: string;
  /** the request's `User-Agent` */
  readonly header?: string;
  readonly editor?: string;
  readonly operatingSystem?: string;
  /** the request's `X-Machine-Name` */
  readonly machineHeader?: string;
  readonly machine?: string;
  /** the request's `Timezone`, a valid IANA name */
  readonly timeZone?: string;
  /** ids of a data dump, which names programs and machines by UUID alone */
  readonly userAgentId?: string;
  readonly machineNameId?: string;
  /** the category is "ai coding": a model may stand before the editor in the agent */
  readonly aiCoding: boolean;
  readonly sentinels: Sentinels;
  readonly precision: Precision;
  /** imports.id, 0 = sent live */
  readonly importId: number;
};

/** What a source says once our rules are applied: lower-case slugs, machine as a person reads it. */
export type DerivedSource = {
  readonly editor: string | undefined;
  readonly operatingSystem: string | undefined;
  readonly machine: string | undefined;
  readonly aiModel: string | undefined;
};

/** Version of the rules that derive names from what was sent and pack the counts; raise it when one of this layer or of db/cells.ts changes. */
export const RULES_VERSION = 3;

/** Returns editor, system, machine and AI model of a source (contract §3, Derived at ingest). */
export function derivedSource(source: Source): DerivedSource {
  const known = client({
    aiCoding: source.aiCoding,
    ...(source.userAgent !== undefined && { userAgent: source.userAgent }),
    ...(source.plugin !== undefined && { plugin: source.plugin }),
    ...(source.header !== undefined && { header: source.header }),
    ...(source.editor !== undefined && { editor: source.editor }),
    ...(source.operatingSystem !== undefined && { operatingSystem: source.operatingSystem }),
  });
  // The header names the machine, so its own agent says how it is escaped.
  const agent = source.header ?? source.userAgent ?? source.plugin;
  const machine = machineName({
    ...(source.machineHeader !== undefined && { header: source.machineHeader }),
    ...(source.machine !== undefined && { body: source.machine }),
    ...(agent !== undefined && { userAgent: agent }),
  });
  return {
    editor: known.editor,
    operatingSystem: known.operatingSystem,
    machine: machine ?? (source.machineNameId && `Machine ${source.machineNameId.slice(0, 8)}`),
    aiModel: known.aiModel,
  };
}
