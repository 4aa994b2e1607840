/** The ranges of the picker, with the key that asks for each. */
export const RANGES = [
  { name: "today", text: "Today", key: "d" },
  { name: "yesterday", text: "Yesterday", key: "e" },
  { name: "last_7_days", text: "Last 7 days", key: "w" },
  { name: "last_30_days", text: "Last 30 days", key: "t" },
  { name: "this_week", text: "This week", key: "k" },
  { name: "this_month", text: "This month", key: "m" },
  { name: "last_month", text: "Last month", key: "p" },
  { name: "this_year", text: "This year", key: "y" },
  { name: "last_12_months", text: "Last 12 months", key: "l" },
  { name: "all_time", text: "All time", key: "a" },
] as const;
