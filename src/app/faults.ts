/** How many faults of one check are told one by one. */
const TOLD = 3;

/** What mends a fault: the command, a backup, or its owner, who is told what to do. */
export type Remedy = "rebuild" | "backup" | { readonly advice: string };

/** One check: what was looked at, and what came of it. */
export type Finding = {
  readonly check: string;
  readonly note: string;
  /** what was wrong, empty for nothing */
  readonly faults: string;
  /** why it could not be made, or not to its end; empty when it was */
  readonly undone: string;
  /** what mends all of its faults */
  readonly remedy: Remedy;
};

/** What one check found wrong: the first few in words, the rest by number. */
export type Faults = {
  /** `remedy` when it is not what mends most of what the check finds. */
  readonly add: (text: string, remedy?: Remedy) => void;
  readonly count: () => number;
  /** Returns all of it in one line, empty for none. */
  readonly text: () => string;
  /** Returns what mends all of it: a backup if one of them needs one, else its owner's hand, else the command. */
  readonly remedy: () => Remedy;
};

/** Returns an empty list of what one check finds wrong, and `usual` mends. */
export function openFaults(usual: Remedy): Faults {
  const told: string[] = [];
  const remedies: Remedy[] = [];
  let count = 0;
  return {
    add(text, remedy = usual) {
      count++;
      if (told.length < TOLD) told.push(text);
      if (!remedies.includes(remedy)) remedies.push(remedy);
    },
    count: () => count,
    text: () => [...told, ...(count > TOLD ? [`${count - TOLD} more like these`] : [])].join("; "),
    remedy: () =>
      remedies.find((remedy) => remedy === "backup") ?? remedies.find((remedy) => remedy !== "rebuild") ?? usual,
  };
}

/** Returns a check as it is told; `undone` as in `Finding`. */
export function finding(check: string, note: string, faults: Faults, undone = ""): Finding {
  return { check, note, faults: faults.text(), undone, remedy: faults.remedy() };
}
