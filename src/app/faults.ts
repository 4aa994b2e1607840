/** How many faults of one check are told one by one. */
const TOLD = 3;

/** What one check found wrong: the first few in words, the rest by number. */
export type Faults = {
  readonly add: (text: string) => void;
  readonly count: () => number;
  /** Returns all of it in one line, empty for none. */
  readonly text: () => string;
};

/** Returns an empty list of what one check finds wrong. */
export function openFaults(): Faults {
  const told: string[] = [];
  let count = 0;
  return {
    add(text) {
      count++;
      if (told.length < TOLD) told.push(text);
    },
    count: () => count,
    text: () => [...told, ...(count > TOLD ? [`${count - TOLD} more like these`] : [])].join("; "),
  };
}
