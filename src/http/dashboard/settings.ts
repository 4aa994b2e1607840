import { AppError } from "../../app/errors.ts";
import { changeSettings, isRecounting } from "../../app/settings.ts";
import { allOf, type User, type UserChanges, zoneOf } from "../../app/users.ts";
import { PRESETS } from "../../domain/credit.ts";
import { DIMENSIONS, type Dimension } from "../../domain/dimension.ts";
import type { Call, Route } from "../call.ts";
import { bodyFields, type Fields, textField } from "./body-fields.ts";
import type { SettingsAnswer } from "./settings-answer.ts";
import { viewer } from "./viewer.ts";

/** `GET /-/settings`: what the viewer may set. */
export const settings: Route = {
  method: "GET",
  path: "/-/settings",
  bases: "absolute",
  need: "none",
  summary: "our own pages: the viewer's settings",
  answer: (call) => view(call, viewer(call)),
};

/** `PATCH /-/settings`: changes some of them, checked as the command does; a new counting rule counts all history anew. */
export const settingsChange: Route = {
  method: "PATCH",
  path: "/-/settings",
  bases: "absolute",
  need: "none",
  summary: "our own pages: changes settings; what is absent stays, null clears",
  async answer(call) {
    const user = viewer(call);
    const { access, background, context } = call.services;
    const changed = changeSettings(context, user, changesOf(await bodyFields(call)));
    access.forget();
    if (changed.isRecounting)
      // In slices beside everything else; one that is cut off goes on by itself.
      background.resumeRecounts().catch((fault: unknown) => context.log("error", "a recount failed", { error: fault }));
    return view(call, changed.user);
  },
};

function view({ services: { context } }: Call, user: User): SettingsAnswer {
  return {
    name: user.name,
    display_name: user.displayName,
    email: user.email,
    timezone: user.timeZone,
    timezone_in_effect: zoneOf(context, user),
    week_start: user.weekStart,
    timeout_ms: user.timeoutMs,
    idle_ms: user.idleMs,
    presets: Object.entries(PRESETS).map(([name, { timeoutMs, idleMs }]) => ({
      name,
      timeout_ms: timeoutMs,
      idle_ms: idleMs,
    })),
    is_recounting: isRecounting(context.store, user.id),
    is_public: user.isPublic,
    public_days: user.publicDays,
    public_dimensions: user.publicDimensions,
    dimensions: DIMENSIONS,
    has_password: user.passwordHash !== null,
    is_admin: user.isAdmin,
    users: allOf(context).length,
  };
}

/** Returns the changes that a body asks for. @throws AppError `invalid` naming a field of a wrong type. */
function changesOf(fields: Fields): UserChanges {
  const name = textField(fields, "name");
  const [displayName, email, timeZone] = ["display_name", "email", "timezone"].map((field) => clearable(fields, field));
  const [weekStart, timeoutMs, idleMs] = ["week_start", "timeout_ms", "idle_ms"].map((field) => number(fields, field));
  const { is_public: isPublic } = fields;
  if (isPublic !== undefined && typeof isPublic !== "boolean") throw wrong("is_public", "true or false");
  const publicDays = fields["public_days"] === null ? null : number(fields, "public_days");
  const publicDimensions = dimensions(fields["public_dimensions"]);
  return {
    ...(name !== undefined && { name: name.trim() }),
    ...(displayName !== undefined && { displayName }),
    ...(email !== undefined && { email }),
    ...(timeZone !== undefined && { timeZone }),
    ...(weekStart !== undefined && { weekStart }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(idleMs !== undefined && { idleMs }),
    ...(isPublic !== undefined && { isPublic }),
    ...(publicDays !== undefined && { publicDays }),
    ...(publicDimensions !== undefined && { publicDimensions }),
  };
}

/** Returns a text field, null for a blank one; undefined when it is absent. */
function clearable(fields: Fields, name: string): string | null | undefined {
  if (fields[name] === null) return null;
  const text = textField(fields, name)?.trim();
  return text === "" ? null : text;
}

function number(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined || typeof value === "number") return value;
  throw wrong(name, "a number");
}

function dimensions(value: unknown): readonly Dimension[] | null | undefined {
  if (value === undefined || value === null) return value;
  if (!Array.isArray(value)) throw wrong("public_dimensions", "a list, or null for all of them");
  const known = DIMENSIONS.filter((dimension) => value.includes(dimension));
  if (known.length !== new Set(value).size) throw wrong("public_dimensions", `a list of ${DIMENSIONS.join(", ")}`);
  return known;
}

function wrong(parameter: string, what: string): AppError {
  return new AppError("invalid", `${parameter} must be ${what}`, { parameter });
}
