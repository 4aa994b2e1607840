// What every page with a range says of it. Dates are `YYYY-MM-DD` of the zone, both inside.

/** A range one step away, as a query of the page. */
export type Step = { readonly query: string; readonly start_date: string; readonly end_date: string };

export type ShownAnswer = {
  /** name of the range, `custom` for dates */
  readonly range: string;
  readonly range_text: string;
  readonly timezone: string;
  readonly start_date: string;
  readonly end_date: string;
  readonly today: string;
  readonly now_ms: number;
  /** null = before the first heartbeat, or all of time */
  readonly previous: Step | null;
  /** null = it would lie in the future */
  readonly next: Step | null;
};
