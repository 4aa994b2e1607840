import { visibleUsers } from "../../app/crowd.ts";
import { AppError } from "../../app/errors.ts";
import { type Leader, leadersOf } from "../../app/leaders.ts";
import type { User } from "../../app/users.ts";
import { secondsOf, textOf } from "../../domain/format.ts";
import { canonicalLanguage } from "../../domain/language.ts";
import { rfc3339 } from "../../domain/range.ts";
import { asker, type Call, owner, type Route } from "../call.ts";
import { PAGE, pagingOf } from "../paging.ts";
import { type Parameter, wholeNumber } from "../parameter.ts";
import { PATH_RANGE_PARAMETERS, pathRangeOf } from "../query.ts";
import { dailyAverageMs, timeoutMinutes } from "../stats-view.ts";
import { rangeView } from "./stats-of-all.ts";
import { publicUser } from "./user.ts";

const ROWS_A_PAGE = 100;

const LANGUAGE: Parameter = {
  name: "language",
  description: "Only time in a language, by name or alias; all without it",
  schema: { type: "string" },
  example: "TypeScript",
};
/** Without a page it is the asker's own. */
const BOARD_PARAMETERS: readonly Parameter[] = [
  LANGUAGE,
  { ...PAGE, description: "Which page of the board, the one you are on without it" },
  ...PATH_RANGE_PARAMETERS,
];

/** The one board there is: this server's users, as far as the asker may see them. */
const BOARD = { id: "6f1c3a52-7d0e-4b8e-9a51-2f4f0c9d7e11", name: "This server" } as const;

/** `GET leaders`: you and public users by the time of the last seven days. Source: wakatime-api §4.18. */
export const leaders: Route = {
  method: "GET",
  path: "/leaders",
  bases: "all",
  need: "read",
  summary: "you and public users by the time of the last 7 days; `language`, `page`",
  parameters: BOARD_PARAMETERS,
  answer(call) {
    return { ...board(call, asker(call).user), is_hireable: null };
  },
};

/** `GET users/:user/leaderboards`: boards of one's own; here one, of everybody the asker may see. */
export const leaderboards: Route = {
  method: "GET",
  path: "/users/:user/leaderboards",
  bases: "all",
  need: "read",
  summary: "the one board there is, of this server's users",
  parameters: [PAGE],
  answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const members = visibleUsers(call.services.context, user).length;
    const created = rfc3339(user.createdAt * 1000);
    const { skip, size, fields } = pagingOf(call, 1, ROWS_A_PAGE);
    return {
      data: [
        {
          ...BOARD,
          time_range: "last_7_days",
          members_count: members,
          members_with_timezones_count: members,
          can_edit: false,
          can_delete: false,
          has_available_seat: false,
          created_at: created,
          modified_at: created,
        },
      ].slice(skip, skip + size),
      ...fields,
    };
  },
};

/** `GET users/:user/leaderboards/:board`: the leaders of that board. */
export const leaderboard: Route = {
  method: "GET",
  path: "/users/:user/leaderboards/:board",
  bases: "all",
  need: "read",
  summary: "the leaders of that board; `language`, `page`",
  parameters: BOARD_PARAMETERS,
  answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    if (call.params["board"] !== BOARD.id) throw new AppError("not_found", "There is no such board");
    return board(call, user);
  },
};

function board(call: Call, user: User): object {
  const { context, histories } = call.services;
  const { language: text } = call.query;
  const language = text === undefined ? undefined : (canonicalLanguage(text) ?? text);
  const range = pathRangeOf(call, user, "last_7_days");
  const all = leadersOf(
    context,
    histories,
    user,
    range,
    language === undefined ? {} : { only: { language: [language] } },
  );
  const place = all.findIndex((leader) => leader.user.id === user.id);
  const own = place < 0 ? undefined : { rank: place + 1, page: Math.floor(place / ROWS_A_PAGE) + 1 };
  const page = wholeNumber(call, PAGE, own?.page ?? 1);
  return {
    current_user: { rank: own?.rank ?? null, page: own?.page ?? null, user: boardUser(call, user) },
    data: all.slice((page - 1) * ROWS_A_PAGE, page * ROWS_A_PAGE).map((leader) => leaderView(call, leader)),
    page,
    total: all.length,
    total_pages: Math.max(1, Math.ceil(all.length / ROWS_A_PAGE)),
    range: rangeView(range),
    language: language ?? null,
    country_code: null,
    modified_at: rfc3339(context.now()),
    timeout: timeoutMinutes(call, user),
    writes_only: false,
  };
}

function leaderView(call: Call, { rank, user, totalMs, daysWithTime, languages }: Leader): object {
  const [total, average] = [secondsOf(totalMs), secondsOf(dailyAverageMs(totalMs, daysWithTime))];
  return {
    rank,
    running_total: {
      total_seconds: total,
      human_readable_total: textOf(total),
      daily_average: average,
      human_readable_daily_average: textOf(average),
      languages: languages.map(({ name, ms }) => ({ name, total_seconds: secondsOf(ms) })),
    },
    user: boardUser(call, user),
  };
}

/** Returns a user as boards show one; an e-mail address is never public here. */
function boardUser(call: Call, user: User): object {
  return { ...publicUser(call, user), email: "" };
}
