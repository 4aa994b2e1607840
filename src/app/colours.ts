import type { Store } from "../db/store.ts";

/** Colours that projects share; the one after them is for all that have none. */
const COLOURS = 8;
const OTHER_COLOUR = COLOURS;

/**
 * Returns the place of each project's colour: the order in which projects were first stored, so that a project keeps
 * its colour for ever, whatever else is shown. What is no project has the last one.
 */
export function projectColours(store: Store, userId: number): (name: string) => number {
  const inOrder = store.names.all(userId, "project").sort((a, b) => a.id - b.id);
  const places = new Map(inOrder.map(({ value }, i) => [value, i % COLOURS]));
  return (name) => places.get(name) ?? OTHER_COLOUR;
}
