// How figures are written, once more and in the plainest way, to check answers with.
import type { ReferenceItem } from "./reference.ts";

/** Whole seconds, half to even. */
export function wholeSeconds(ms: number): number {
  const below = Math.floor(ms / 1000);
  const rest = ms / 1000 - below;
  if (rest !== 0.5) return Math.round(ms / 1000);
  return below % 2 === 0 ? below : below + 1;
}

/** `3 hrs 25 mins`, `1 hr`, `7 secs`. */
export function words(seconds: number): string {
  const [hours, minutes] = [Math.trunc(seconds / 3600), Math.trunc(seconds / 60) % 60];
  const unit = (n: number, name: string) => `${n.toLocaleString("en-US")} ${n === 1 ? name : `${name}s`}`;
  if (hours + minutes === 0) return unit(seconds, "sec");
  return [hours > 0 && unit(hours, "hr"), minutes > 0 && unit(minutes, "min")].filter(Boolean).join(" ");
}

const pad = (n: number) => `${n}`.padStart(2, "0");

export type Written = {
  readonly name: string;
  readonly total_seconds: number;
  readonly percent: number;
  readonly digital: string;
  readonly decimal: string;
  readonly text: string;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
};

/** A list as the WakaTime family writes it; percent of the list's own sum. */
export function writtenItems(items: readonly ReferenceItem[]): Written[] {
  const sum = items.reduce((total, { ms }) => total + ms, 0);
  return items.map(({ name, ms }) => {
    const total = wholeSeconds(ms);
    const clock = { hours: Math.trunc(total / 3600), minutes: Math.trunc(total / 60) % 60, seconds: total % 60 };
    return {
      name,
      total_seconds: total,
      percent: Math.round((ms * 10_000) / sum) / 100,
      digital: `${clock.hours}:${pad(clock.minutes)}:${pad(clock.seconds)}`,
      decimal: (clock.hours + clock.minutes / 60).toFixed(2),
      text: words(total),
      ...clock,
    };
  });
}

/** A total with its texts. */
export function writtenTotal(ms: number) {
  const total = wholeSeconds(ms);
  const [hours, minutes] = [Math.trunc(total / 3600), Math.trunc(total / 60) % 60];
  return {
    total_seconds: total,
    digital: `${hours}:${pad(minutes)}`,
    decimal: (hours + minutes / 60).toFixed(2),
    text: words(total),
    hours,
    minutes,
    seconds: total % 60,
  };
}

/** `ai coding` → `AI Coding`. */
export function titled(items: readonly ReferenceItem[]): ReferenceItem[] {
  return items.map(({ name, ms }) => ({
    name: name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()).replace(/^Ai /, "AI "),
    ms,
  }));
}
