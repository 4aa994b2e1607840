import type { Dimension } from "../../domain/dimension.ts";

/** A counting rule by its name, ms. */
export type PresetAnswer = { readonly name: string; readonly timeout_ms: number; readonly idle_ms: number };

/** `GET /-/settings`, and the answer to a change: what the viewer may set, and what of it holds. */
export type SettingsAnswer = {
  /** for signing in and in addresses */
  readonly name: string;
  /** on screens; null = the name */
  readonly display_name: string | null;
  readonly email: string | null;
  /** IANA zone that was chosen; null = none yet */
  readonly timezone: string | null;
  /** IANA zone the days are cut in: the chosen one, else an editor's, else the server's */
  readonly timezone_in_effect: string;
  /** ISO weekday, 1 = Monday … 7 = Sunday */
  readonly week_start: number;
  readonly timeout_ms: number;
  readonly idle_ms: number;
  readonly presets: readonly PresetAnswer[];
  /** whether history is being counted anew under a changed rule; until it is, figures are those of the old one */
  readonly is_recounting: boolean;
  readonly is_public: boolean;
  /** days back that public statistics reach, today included; null = all time */
  readonly public_days: number | null;
  /** dimensions that public statistics show; null = all of them */
  readonly public_dimensions: readonly Dimension[] | null;
  /** every dimension there is */
  readonly dimensions: readonly Dimension[];
  readonly has_password: boolean;
  readonly is_admin: boolean;
  /** how many users the server has */
  readonly users: number;
};

/** The body of `PATCH /-/settings`; what is absent stays, null clears. */
export type SettingsBody = Partial<
  Pick<
    SettingsAnswer,
    | "name"
    | "display_name"
    | "email"
    | "timezone"
    | "week_start"
    | "timeout_ms"
    | "idle_ms"
    | "is_public"
    | "public_days"
    | "public_dimensions"
  >
>;
