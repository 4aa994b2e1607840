import { AppError } from "../../app/errors.ts";
import { stableId } from "../../app/stable-id.ts";
import { AGENTS, EDITORS } from "../../domain/client-names.ts";
import { knownLanguages } from "../../domain/language.ts";
import type { Route } from "../call.ts";

/** The same for everybody, so that ids agree between users and servers. */
const EVERYBODY = "";
/** When the catalogues began; their readers want a time. */
const SINCE = "2026-11-21T00:00:00Z";

/** `GET editors`: the programs whose names Hearth knows. Source: wakatime-api §4.15. */
export const editors: Route = {
  method: "GET",
  path: "/editors",
  bases: "all",
  need: "none",
  summary: "the editors whose names are known",
  answer() {
    const data = [...EDITORS, ...AGENTS].map(([slug, name]) => ({
      id: stableId(EVERYBODY, "editor", slug),
      name,
      color: null,
      website: "",
      repository: "",
      version: "",
      version_url: "",
      history_url: "",
      released: true,
      hidden: false,
    }));
    return { data, total: data.length, total_pages: 1 };
  },
};

/** `GET program_languages`: linguist's languages and colours. Source: wakatime-api §4.16. */
export const programLanguages: Route = {
  method: "GET",
  path: "/program_languages",
  bases: "all",
  need: "none",
  summary: "the languages whose names are known, with their colours",
  answer() {
    const data = knownLanguages().map(({ name, color }) => ({
      id: stableId(EVERYBODY, "language", name),
      name,
      color,
      is_verified: true,
      created_at: SINCE,
      modified_at: SINCE,
    }));
    return { data, total: data.length, total_pages: 1 };
  },
};

const NO_ADDRESSES = { v4: [], v6: [] } as const;

/** `GET meta`: the addresses of WakaTime's servers, of which there are none here. Source: wakatime-api §4.17. */
export const meta: Route = {
  method: "GET",
  path: "/meta",
  bases: "all",
  need: "none",
  summary: "empty: there are no servers of others whose addresses a firewall would have to know",
  answer: () => ({
    data: {
      ip_descriptions: { api: "", website: "", worker: "" },
      ips: { api: NO_ADDRESSES, website: NO_ADDRESSES, worker: NO_ADDRESSES },
      last_modified_at: SINCE,
    },
  }),
};

/** `POST users/:user/get_api_key`: always refused, for keys are shown once and stored hashed. Source: wakatime-api §2. */
export const apiKeyRefused: Route = {
  method: "POST",
  path: "/users/:user/get_api_key",
  bases: "all",
  need: "none",
  summary: "refused: a key is shown once, when it is made",
  answer() {
    throw new AppError(
      "forbidden",
      "An API key is shown once, when it is made, and cannot be read again; make another with: hearth key create NAME",
      { short: "No key to give" },
    );
  },
};
