/** Zones with everything that makes local days hard. */
export const TEST_ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  // Offsets of 30 and 45 minutes.
  "Asia/Kolkata",
  "Asia/Kathmandu",
  // Daylight saving of 30 minutes, and of two hours.
  "Australia/Lord_Howe",
  "Antarctica/Troll",
  // 14 hours ahead; crossed the date line at the end of 1994.
  "Pacific/Kiritimati",
  // No midnight in spring: the day starts at 01:00.
  "America/Havana",
  // No 2011-12-30.
  "Pacific/Apia",
  // Until 2011 the clock changed at 00:01: one minute past midnight it was 23:01 again.
  "America/St_Johns",
  // Set back by three hours at 02:00 on 2010-03-05.
  "Antarctica/Casey",
  // Winter time during Ramadan.
  "Africa/Casablanca",
] as const;

/** 1970 to 2045: where the properties look. */
export const fromMs = 0;
export const untilMs = Date.UTC(2045, 0, 1);
