import { allTimeMs } from "../app/rebuilds.ts";
import { resumeRecount } from "../app/recount.ts";
import { changeSettings } from "../app/settings.ts";
import { allOf, createUser, findUser, type User, type UserChanges, zoneOf } from "../app/users.ts";
import { PRESETS, type Rule } from "../domain/credit.ts";
import { DIMENSIONS, type Dimension } from "../domain/dimension.ts";
import { WEEKDAYS, weekdayName } from "../domain/weekday.ts";
import type { Command, CommandInput, CommandOption, Flags } from "./command.ts";
import { type Data, withData } from "./data.ts";
import { exitCodes } from "./exit-codes.ts";
import { heartbeatsText, hoursText, ruleText } from "./figures.ts";
import { progressOn } from "./progress.ts";
import { refusedAsUsage, UsageError } from "./usage.ts";

const ABOUT: Readonly<Record<string, CommandOption>> = {
  "display-name": { type: "string", placeholder: "TEXT", help: "name on screens" },
  email: { type: "string", placeholder: "ADDRESS", help: "e-mail address, for look-ups" },
  "slack-id": { type: "string", placeholder: "ID", help: "Slack user id, for look-ups" },
  timezone: { type: "string", placeholder: "ZONE", help: "zone of the days, such as Europe/Lisbon" },
};

/** `hearth user add NAME` */
export const userAdd: Command = {
  name: "user add",
  summary: "make a user",
  usage: "NAME",
  options: { ...ABOUT, admin: { type: "boolean", help: "may see totals and look-ups of everyone" } },
  examples: [
    { line: "hearth user add grace --timezone America/New_York", does: "then: hearth key create --user grace" },
  ],
  run: (input) =>
    withData(input, (data) => {
      const changes = { ...aboutOf(input.flags), isAdmin: input.flags["admin"] === true };
      const user = refusedAsUsage(() => createUser(data.context, input.positionals[0] ?? "", changes));
      input.io.err(`made user ${user.id} (${user.name})`);
      return exitCodes.ok.code;
    }),
};

/** `hearth user list`: one line per user; never a hash. */
export const userList: Command = {
  name: "user list",
  summary: "list the users: number, name, zone, timeout and idle credit, who sees them, rights, password",
  usage: "",
  options: {},
  examples: [],
  run: (input) =>
    withData(input, ({ context }) => {
      for (const user of allOf(context)) input.io.out(lineOf(user, zoneOf(context, user)));
      return exitCodes.ok.code;
    }),
};

function lineOf(user: User, zone: string): string {
  return [
    String(user.id),
    user.name,
    zone,
    ruleText(user),
    user.isPublic ? "public" : "private",
    user.isAdmin ? "admin" : "no admin",
    user.passwordHash === null ? "no password" : "password set",
  ].join("  ");
}

/** `hearth user set [NAME]`: a new counting rule recounts all history, in slices beside a running server. */
export const userSet: Command = {
  name: "user set",
  summary: "change a user, the first one without NAME; a new counting rule counts all history anew",
  usage: "[NAME]",
  options: {
    name: { type: "string", placeholder: "NAME", help: "new name for signing in and in addresses" },
    ...ABOUT,
    "week-start": { type: "string", placeholder: "DAY", help: "monday to sunday, or 1 to 7" },
    timeout: { type: "string", placeholder: "SECONDS", help: "longest gap that counts as work, 30 to 3600" },
    idle: { type: "string", placeholder: "SECONDS", help: "credit before a longer gap, 0 to the timeout" },
    preset: { type: "string", placeholder: "NAME", help: `timeout and idle as in ${Object.keys(PRESETS).join(", ")}` },
    public: { type: "string", placeholder: "on|off", help: "whether statistics answer without a key" },
    "public-days": { type: "string", placeholder: "DAYS", help: "how far back they reach, today included, or all" },
    "public-dimensions": {
      type: "string",
      placeholder: "LIST",
      help: `the names they show, by comma, or all: ${DIMENSIONS.join(", ")}`,
    },
    admin: { type: "string", placeholder: "on|off", help: "whether totals and look-ups of everyone are shown" },
  },
  examples: [
    { line: "hearth user set --preset wakatime", does: "count as WakaTime does, the past too" },
    { line: "hearth user set grace --email=", does: "an empty value clears" },
  ],
  run: (input) =>
    withData(input, async (data) => {
      const user = namedUser(input, data);
      const changes = changesOf(input.flags);
      if (Object.keys(changes).length === 0)
        throw new UsageError("there is nothing to change", "see hearth user set --help");
      const beforeMs = allTimeMs(data.context.store, user.id);
      const { user: changed, isRecounting } = refusedAsUsage(() => changeSettings(data.context, user, changes));
      if (isRecounting) await countAnew(input, data, changed, beforeMs);
      input.io.err(`changed user ${changed.id} (${changed.name})`);
      return exitCodes.ok.code;
    }),
};

async function countAnew(input: CommandInput, { context }: Data, user: User, beforeMs: number): Promise<void> {
  const progress = progressOn(input);
  await resumeRecount(context.store, user.id, (counted) => progress(() => `${heartbeatsText(counted)} counted`));
  const afterMs = allTimeMs(context.store, user.id);
  input.io.out(`total before: ${hoursText(beforeMs)}`);
  input.io.out(`total now:    ${hoursText(afterMs)}  (${ruleText(user)})`);
}

function namedUser({ positionals }: CommandInput, { context, firstUser }: Data): User {
  const [name] = positionals;
  const user = name === undefined ? firstUser : findUser(context, name, undefined);
  if (user === undefined) throw new UsageError("there is no user of that name", "list them with: hearth user list");
  return user;
}

/** Returns the fields that both add and set take; an empty one is cleared. */
function aboutOf(flags: Flags): UserChanges {
  const text = (flag: string) => {
    const value = flags[flag];
    return typeof value === "string" ? { value: value.trim() || null } : undefined;
  };
  const [displayName, email, slackId, timeZone] = [
    text("display-name"),
    text("email"),
    text("slack-id"),
    text("timezone"),
  ];
  return {
    ...(displayName && { displayName: displayName.value }),
    ...(email && { email: email.value }),
    ...(slackId && { slackId: slackId.value }),
    ...(timeZone && { timeZone: timeZone.value }),
  };
}

function changesOf(flags: Flags): UserChanges {
  const { name, timeout, idle, preset } = flags;
  const weekStart = flags["week-start"];
  const numbers = preset === undefined ? undefined : presetRule(String(preset));
  if (numbers !== undefined && (timeout !== undefined || idle !== undefined))
    throw new UsageError("--preset sets both the timeout and the idle credit", "give it alone");
  return {
    ...(typeof name === "string" && { name }),
    ...aboutOf(flags),
    ...(typeof weekStart === "string" && { weekStart: weekday(weekStart) }),
    ...numbers,
    ...(typeof timeout === "string" && { timeoutMs: seconds("timeout", timeout) }),
    ...(typeof idle === "string" && { idleMs: seconds("idle", idle) }),
    ...(flags["public"] !== undefined && { isPublic: isOn("public", flags["public"]) }),
    ...(typeof flags["public-days"] === "string" && { publicDays: days(flags["public-days"]) }),
    ...(typeof flags["public-dimensions"] === "string" && { publicDimensions: dimensions(flags["public-dimensions"]) }),
    ...(flags["admin"] !== undefined && { isAdmin: isOn("admin", flags["admin"]) }),
  };
}

function presetRule(name: string): Rule {
  const found = Object.entries(PRESETS).find(([preset]) => preset === name.toLowerCase());
  if (found === undefined) throw new UsageError(`--preset is one of ${Object.keys(PRESETS).join(", ")}`);
  return found[1];
}

/** ISO weekday, 1 = Monday. */
function weekday(text: string): number {
  if (/^[1-7]$/.test(text)) return Number(text);
  const names = WEEKDAYS.map((_, place) => weekdayName(place));
  const place = names.indexOf(text.toLowerCase());
  if (place < 0) throw new UsageError(`--week-start is one of ${names.join(", ")}, or 1 to 7`);
  return place + 1;
}

function seconds(flag: string, text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new UsageError(`--${flag} is a whole number of seconds`);
  return Number(text) * 1000;
}

/** Null = all. */
function days(text: string): number | null {
  if (text === "all") return null;
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new UsageError("--public-days is a number of days, or all");
  return Number(text);
}

/** Null = all; an empty list shows no names, totals alone. */
function dimensions(text: string): readonly Dimension[] | null {
  if (text === "all") return null;
  const words = text
    .split(",")
    .map((word) => word.trim().toLowerCase().replaceAll(/[\s-]/g, "_"))
    .filter((word) => word !== "");
  const known = DIMENSIONS.filter((dimension) => words.includes(dimension));
  if (known.length !== new Set(words).size)
    throw new UsageError(`--public-dimensions is made of ${DIMENSIONS.join(", ")}, or all`);
  return known;
}

function isOn(flag: string, value: string | true): boolean {
  if (value !== "on" && value !== "off") throw new UsageError(`--${flag} is on or off`);
  return value === "on";
}
