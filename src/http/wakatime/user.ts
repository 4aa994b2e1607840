import { newestHeartbeats } from "../../app/heartbeat-list.ts";
import { isShown, shownOf } from "../../app/shown.ts";
import { shownName } from "../../app/summary.ts";
import { displayName, type User, zoneOf } from "../../app/users.ts";
import type { Dimension } from "../../domain/dimension.ts";
import { rfc3339 } from "../../domain/range.ts";
import { avatarAddress } from "../avatar-address.ts";
import { asker, type Call, type Route, subject } from "../call.ts";
import { originOf } from "../origin.ts";

const EVER = { startMs: 0, endMs: Number.MAX_SAFE_INTEGER / 1000 };

/**
 * `GET users/:user`: one object for WakaTime's and Hackatime's readers. Texts are never null, because typed readers
 * take them for texts (clients.md B3); the e-mail address is not for a key that editors hold, nor for others.
 */
export const userProfile: Route = {
  method: "GET",
  path: "/users/:user",
  bases: "all",
  need: "open",
  summary: "a user: yourself, or the public part of a public user",
  answer(call) {
    const { user, isOwner } = subject(call, call.params["user"] ?? "");
    const withEmail = isOwner && asker(call).scope !== "write";
    return {
      data: {
        ...publicUser(call, user),
        ...lastHeartbeat(call, user, isOwner),
        ...(isOwner && ownFields(user)),
        ...(withEmail && { email: user.email ?? "" }),
      },
    };
  },
};

/** Returns what anybody may know of a user whom they may see at all. Source: wakatime-api §8.6, hackatime-api §4.1.4. */
export function publicUser(call: Call, user: User): object {
  const origin = originOf(call.request);
  const created = rfc3339(user.createdAt * 1000);
  const name = displayName(user);
  const limits = shownOf(call.services.context, user);
  const shows = (dimension: Dimension) => isShown(limits, dimension);
  return {
    id: user.uuid,
    user_id: String(user.id),
    username: user.name,
    display_name: name,
    full_name: name,
    photo: avatarAddress(call, user),
    profile_url: `${origin}/`,
    profile_url_escaped: `${origin}/`,
    timezone: zoneOf(call.services.context, user),
    bio: "",
    location: "",
    website: "",
    human_readable_website: "",
    public_email: "",
    github_username: "",
    twitter_username: "",
    linkedin_username: "",
    wonderfuldev_username: "",
    city: null,
    is_hireable: false,
    is_email_public: false,
    is_email_confirmed: true,
    photo_public: true,
    logged_time_public: user.isPublic,
    languages_used_public: shows("language"),
    editors_used_public: shows("editor"),
    categories_used_public: shows("category"),
    os_used_public: shows("operating_system"),
    has_premium_features: true,
    plan: "free",
    created_at: created,
    modified_at: created,
  };
}

/** Returns when the user was last seen; what they were at is theirs alone. */
function lastHeartbeat(call: Call, user: User, isOwner: boolean): object {
  const [last] = newestHeartbeats(call.services.context.store, user.id, EVER, 1);
  const sinceMs = call.services.histories.shown(user.id)?.sinceMs ?? 0;
  const isSeen = last !== undefined && last.timeUs / 1000 >= sinceMs;
  const at = { last_heartbeat_at: isSeen ? rfc3339(last.timeUs / 1000) : null };
  if (!isOwner) return at;
  const editor = last?.names.editor;
  return {
    ...at,
    last_plugin: last?.userAgent ?? "",
    last_plugin_name: editor ? shownName("editor", editor) : "",
    last_project: last?.names.project ?? "",
    last_branch: last?.names.branch ?? "",
    last_language: last?.names.language ?? "",
  };
}

function ownFields(user: User): object {
  return {
    timeout: Math.round(user.timeoutMs / 60_000),
    writes_only: false,
    // 0 = Sunday there, 7 here.
    weekday_start: user.weekStart % 7,
    date_format: "YYYY-MM-DD",
    time_format_24hr: true,
    time_format_display: "text",
    color_scheme: "",
    default_dashboard_range: "Last 7 Days",
    public_profile_time_range: "last_7_days",
    durations_slice_by: "project",
    invoice_id_format: "",
    share_all_time_badge: user.isPublic,
    share_last_year_days: user.isPublic,
    show_machine_name_ip: false,
    meetings_over_coding: false,
    needs_payment_method: false,
    is_onboarding_finished: true,
  };
}
