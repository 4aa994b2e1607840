// The shapes of the first-run checklist's JSON. Times are whole ms, instants epoch ms.

export type SetupAnswer = {
  readonly user: string;
  readonly now_ms: number;
  readonly version: string;
  readonly keys: {
    /** good keys that may send heartbeats */
    readonly count: number;
    /** to the minute, null = never */
    readonly last_used_ms: number | null;
  };
  readonly heartbeats: number;
  readonly total_ms: number;
  readonly first_ms: number | null;
  readonly newest: {
    readonly time_ms: number;
    /** arrival, to the second */
    readonly received_ms: number;
    readonly project: string | null;
    readonly editor: string | null;
    readonly machine: string | null;
    readonly language: string | null;
  } | null;
  /** how far the newest heartbeat lies in the future: that machine's clock is off */
  readonly clock_ahead_ms: number;
  /** requests that were refused since the server started, the last of each reason, the latest first; for admins */
  readonly refusals: readonly {
    readonly reason: RefusalReason;
    readonly at_ms: number;
    readonly path: string;
    readonly message: string;
    readonly count: number;
  }[];
  readonly zone: {
    /** IANA; null = not chosen */
    readonly chosen: string | null;
    /** the first that an editor named */
    readonly client: string | null;
    readonly server: string;
    /** what days are cut in now */
    readonly used: string;
  };
  readonly imports: number;
  readonly rule: { readonly timeout_seconds: number; readonly idle_seconds: number };
};

export type RefusalReason =
  | "no_key"
  | "bad_key"
  | "wrong_scope"
  | "wrong_path"
  | "wrong_host"
  | "unreadable"
  | "too_large"
  | "clock_off"
  | "bad_heartbeat"
  | "too_many"
  | "storage";

export type RulesAnswer = {
  readonly recent: { readonly start_date: string; readonly end_date: string };
  readonly rules: readonly {
    /** null = numbers of one's own, or those asked for */
    readonly preset: "hackatime" | "wakatime" | "wakapi" | null;
    readonly timeout_seconds: number;
    readonly idle_seconds: number;
    /** all of history, the last 30 days */
    readonly total_ms: number;
    readonly recent_ms: number;
    /** what the user counts by now */
    readonly is_own: boolean;
    /** what was asked for */
    readonly is_asked: boolean;
  }[];
};
