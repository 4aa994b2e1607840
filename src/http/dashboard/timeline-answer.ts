// The shapes of a day's timeline and of the addition behind a figure. Times are whole ms.
import type { NamedTime, Ribbon } from "./overview-answer.ts";

export type TimelineAnswer = {
  readonly date: string;
  readonly today: string;
  readonly timezone: string;
  readonly now_ms: number;
  readonly start_ms: number;
  readonly end_ms: number;
  /** dates beside it, null where there is nothing more */
  readonly previous: string | null;
  readonly next: string | null;
  readonly hours: Ribbon["hours"];
  readonly total_ms: number;
  readonly lanes: readonly {
    readonly project: string;
    readonly colour: number;
    readonly total_ms: number;
    readonly pieces: readonly { readonly start_ms: number; readonly end_ms: number }[];
  }[];
  readonly spans: readonly {
    readonly start_ms: number;
    readonly end_ms: number;
    readonly heartbeats: number;
    readonly projects: readonly NamedTime[];
    readonly languages: readonly NamedTime[];
    readonly branches: readonly NamedTime[];
    readonly entities: readonly NamedTime[];
    readonly entity_count: number;
  }[];
};

export type WhyAnswer = {
  readonly range_text: string;
  readonly timezone: string;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly start_date: string;
  readonly end_date: string;
  readonly total_ms: number;
  readonly heartbeats: number;
  readonly timeout_ms: number;
  readonly idle_ms: number;
  /** the same interval and filter under each preset; null when that would take too long */
  readonly presets:
    | readonly {
        readonly name: string;
        readonly timeout_ms: number;
        readonly idle_ms: number;
        readonly total_ms: number;
      }[]
    | null;
  /** the days that add up to it, for more than one day */
  readonly days: readonly { readonly date: string; readonly ms: number }[] | null;
  /** the credits that add up to it, for a day or less */
  readonly credits:
    | readonly {
        readonly start_ms: number;
        readonly end_ms: number;
        readonly kind: "heartbeat" | "before" | "external";
        readonly gap_ms: number | null;
        readonly is_idle: boolean;
        readonly is_selected: boolean;
        readonly project: string;
        readonly language: string;
        readonly category: string;
        readonly editor: string;
        readonly entity: string;
      }[]
    | null;
};
