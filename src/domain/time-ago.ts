/**
 * Returns how long before now a time is, in words, `about 3 hours ago`; the distance alone counts, so the future reads
 * the same. Both in epoch ms. Source: hackatime-api §4.3.2, `time_ago`.
 */
export function timeAgo(ms: number, nowMs: number): string {
  const minutes = Math.round(Math.abs(nowMs - ms) / 60_000);
  const count = (n: number, unit: string) => `${n} ${unit}${n === 1 ? "" : "s"}`;
  if (minutes === 0) return "less than a minute ago";
  if (minutes < 45) return `${count(minutes, "minute")} ago`;
  if (minutes < 1_440) return `about ${count(Math.max(1, Math.round(minutes / 60)), "hour")} ago`;
  if (minutes < 43_200) return `${count(Math.max(1, Math.round(minutes / 1_440)), "day")} ago`;
  if (minutes < 525_600) return `${count(Math.max(1, Math.round(minutes / 43_200)), "month")} ago`;
  return `about ${count(Math.max(1, Math.round(minutes / 525_600)), "year")} ago`;
}
