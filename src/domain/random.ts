/** Numbers that look random and are the same on every machine. */
export type Random = {
  /** Returns a number in [0, 1). */
  readonly next: () => number;
  /** Returns a whole number in [from, until). */
  readonly whole: (from: number, until: number) => number;
  /** Returns whether an event of this probability happens. */
  readonly chance: (probability: number) => boolean;
  /** Returns an exponentially distributed number with this mean. */
  readonly exponential: (mean: number) => number;
  /** Returns one of the items. @throws RangeError for none. */
  readonly pick: <T>(items: readonly T[]) => T;
  /** Returns a version 4 UUID. */
  readonly uuid: () => string;
};

/** Returns a generator (mulberry32) of its own for each list of seeds; parts of a whole do not disturb each other. */
export function random(...seeds: readonly number[]): Random {
  let state = 0x9e37_79b9;
  for (const seed of seeds) state = mixed((state ^ Math.trunc(seed)) + 0x6d2b_79f5);
  const bits = () => {
    state = (state + 0x6d2b_79f5) | 0;
    return mixed(state);
  };
  const next = () => bits() / 0x1_0000_0000;
  const hex = () => bits().toString(16).padStart(8, "0");
  return {
    next,
    whole: (from, until) => from + Math.floor(next() * (until - from)),
    chance: (probability) => next() < probability,
    exponential: (mean) => -Math.log(1 - next()) * mean,
    pick(items) {
      if (items.length === 0) throw new RangeError("nothing to pick from");
      return items[Math.floor(next() * items.length)] as (typeof items)[number];
    },
    uuid() {
      const [a, b, c, d] = [hex(), hex(), hex(), hex()];
      return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
    },
  };
}

function mixed(value: number): number {
  let t = Math.imul(value ^ (value >>> 15), value | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return (t ^ (t >>> 14)) >>> 0;
}
