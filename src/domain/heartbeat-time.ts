/** Finest unit a time was written in; decides how closely two sources must agree for a copy (contract §3, Identity). */
export type Precision = "us" | "ms" | "s";

export type HeartbeatTime = { readonly timeUs: number; readonly precision: Precision };

const EARLIEST_S = 1_000_000_000; // 2001-09-09T01:46:40Z
const LATEST_AHEAD_S = 86_400;

/** Powers of ten between seconds and what some clients send: s, ms, µs, ns. Seconds may have any number of decimals. */
const SCALES: readonly { readonly divisor: number; readonly precision: Precision | undefined }[] = [
  { divisor: 1, precision: undefined },
  { divisor: 1e3, precision: "ms" },
  { divisor: 1e6, precision: "us" },
  { divisor: 1e9, precision: "us" },
];

/** A decimal number: optional sign, digits, optional fraction, optional exponent. */
const NUMERIC = /^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$/;

/** ISO 8601 date-time: date, `T` or a blank, time, optional fraction (captured), optional offset (captured). */
const ISO = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s*([Zz]|[+-]\d{2}(?::?\d{2})?)?$/;

/**
 * Returns when a heartbeat happened, in µs, or a sentence saying why not.
 *
 * Accepts epoch seconds with fraction as number or text, and ISO 8601 (UTC without offset); ms, µs and ns values are
 * recognised by their size. Valid from 2001-09-09 to one day after `nowMs`; any age is accepted.
 * Source: contract §3, Time; Hackatime repairs ms, µs and ns the same way.
 */
export function heartbeatTime(sent: unknown, nowMs: number): HeartbeatTime | string {
  if (typeof sent === "number") return scaled(sent, nowMs);
  if (typeof sent === "string") {
    const text = sent.trim();
    if (NUMERIC.test(text)) return scaled(Number(text), nowMs);
    return parsedIso(text, nowMs) ?? "time must be epoch seconds or an ISO 8601 date-time";
  }
  return sent === undefined || sent === null
    ? "time is required"
    : "time must be epoch seconds or an ISO 8601 date-time";
}

function scaled(value: number, nowMs: number): HeartbeatTime | string {
  if (!Number.isFinite(value)) return "time must be a finite number";
  const latest = nowMs / 1000 + LATEST_AHEAD_S;
  for (const { divisor, precision } of SCALES) {
    const seconds = value / divisor;
    if (seconds < EARLIEST_S || seconds > latest) continue;
    const timeUs = Math.round(seconds * 1e6);
    return { timeUs, precision: precision ?? decimals(timeUs) };
  }
  return value / 1e9 >= EARLIEST_S || (value > latest && value < EARLIEST_S * 1e3)
    ? "time lies more than a day in the future"
    : "time must lie between 2001-09-09 and one day from now";
}

/** A number does not say how it was written, but a program that cuts its times shows it in the zeros. */
function decimals(timeUs: number): Precision {
  if (timeUs % 1_000_000 === 0) return "s";
  return timeUs % 1000 === 0 ? "ms" : "us";
}

function parsedIso(text: string, nowMs: number): HeartbeatTime | string | undefined {
  const [, date, clock, fraction, offset] = ISO.exec(text) ?? [];
  if (date === undefined || clock === undefined) return undefined;
  try {
    const instant = Temporal.Instant.from(`${date}T${clock}${fraction ? `.${fraction}` : ""}${offset ?? "Z"}`);
    const timeUs = Number(instant.epochNanoseconds / 1000n);
    const precision = fraction === undefined ? "s" : fraction.length <= 3 ? "ms" : "us";
    const checked = scaled(timeUs / 1e6, nowMs);
    if (typeof checked === "string") return checked;
    // A date-time says its century, so a value that only fits after scaling is simply out of range.
    if (Math.abs(checked.timeUs - timeUs) > 1) return "time must lie between 2001-09-09 and one day from now";
    return { timeUs, precision };
  } catch {
    return undefined; // a date that does not exist, such as 2025-02-30
  }
}
