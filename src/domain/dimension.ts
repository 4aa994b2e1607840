/** What time is grouped by, in the order of a group's names (db/schema.ts `groups`). */
export const DIMENSIONS = [
  "project",
  "language",
  "editor",
  "operating_system",
  "machine",
  "category",
  "branch",
  "ai_model",
] as const;

export type Dimension = (typeof DIMENSIONS)[number];

/** Names in a group: one of each dimension. */
export const GROUP_WIDTH = DIMENSIONS.length;

/** Shown where a heartbeat has no value in a dimension (contract §2.6: explicit, never hidden from a sum). */
export const UNKNOWN = "Unknown";

/** Returns an object with one value per name. */
export function record<Name extends string, Value>(
  names: readonly Name[],
  value: (name: Name) => Value,
): Record<Name, Value> {
  const entries = names.map((name) => [name, value(name)] as const);
  return Object.fromEntries(entries) as Record<Name, Value>;
}
