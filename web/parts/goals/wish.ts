// From the fields of a goal's form to what is asked, and back.

export const UNITS = ["hours", "minutes"] as const;
export type Unit = (typeof UNITS)[number];

/** Names of weekdays as goals have them, Monday first. */
export const WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** Returns a target as one would write it: in hours when quarters of them will do, else in minutes. */
export function amountOf(targetMs: number): { readonly amount: number; readonly unit: Unit } {
  const minutes = targetMs / 60_000;
  return minutes >= 60 && minutes % 15 === 0
    ? { amount: minutes / 60, unit: "hours" }
    : { amount: Math.round(minutes * 100) / 100, unit: "minutes" };
}

/** Returns the whole seconds of an amount. */
export function secondsOfAmount(amount: number, unit: string): number {
  return Math.round(amount * (unit === "minutes" ? 60 : 3600));
}

/** Returns the names in a text, by comma, blanks around them cut. */
export function namesOf(text: string): string[] {
  return text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
