import { type Route, subject } from "../call.ts";

/** Constant: trust levels judge strangers for prizes, which nobody does at home. Source: hackatime-behaviour §5.7. */
export const TRUST = { trust_level: "blue", trust_value: 0 } as const;

/** `GET users/:user/trust_factor`: constant for every user the asker may see. */
export const trustFactor: Route = {
  method: "GET",
  path: "/users/:user/trust_factor",
  bases: "all",
  need: "public",
  summary: "constant: nobody is judged here",
  answer(call) {
    subject(call, call.params["user"] ?? "");
    return TRUST;
  },
};

/** `GET banned_users/counts`: nobody is ever banned here. */
export const bannedUsers: Route = {
  method: "GET",
  path: "/banned_users/counts",
  bases: "all",
  need: "none",
  summary: "zeros: nobody is banned here",
  answer: () => ({ day: 0, week: 0, month: 0 }),
};

/** `GET ysws_programs`: programs of Hack Club, of which this server has none. */
export const programs: Route = {
  method: "GET",
  path: "/ysws_programs",
  bases: "all",
  need: "none",
  summary: "*empty*: programs of Hack Club",
  answer: () => [],
};
