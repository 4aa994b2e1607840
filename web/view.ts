// What is shown, read from the address and written to it: the address is the only state, so back, reload and sharing work.
import { useLocation } from "preact-iso";

/** What time can be filtered by; names are those of the API. */
export const FILTERS = [
  { dimension: "project", name: "Project", plural: "Projects" },
  { dimension: "language", name: "Language", plural: "Languages" },
  { dimension: "editor", name: "Editor", plural: "Editors" },
  { dimension: "machine", name: "Machine", plural: "Machines" },
  { dimension: "operating_system", name: "System", plural: "Systems" },
  { dimension: "category", name: "Category", plural: "Categories" },
  { dimension: "branch", name: "Branch", plural: "Branches" },
] as const;
export type FilterName = (typeof FILTERS)[number]["dimension"];

/** What a query says; everything it does not know stays as it is. */
export type View = {
  /** the part of the query that the API answers to: range, filters, whether AI time is left out */
  readonly question: string;
  readonly filters: readonly { readonly dimension: FilterName; readonly values: readonly string[] }[];
  readonly withoutAi: boolean;
  readonly compares: boolean;
  /** Returns the address of this page with other parameters; undefined takes one away. */
  readonly href: (changes: Readonly<Record<string, string | undefined>>, path?: string) => string;
  /** Goes there. */
  readonly go: (changes: Readonly<Record<string, string | undefined>>) => void;
  /** Takes a value into its filter, or out of it. */
  readonly toggle: (dimension: FilterName, value: string) => void;
  readonly get: (parameter: string) => string | undefined;
};

const ASKED = ["range", "start", "end", "no_ai_coding", ...FILTERS.map(({ dimension }) => dimension)];

/** Returns what a query string shows at an address; `route` goes to another. */
export function viewOf(path: string, search: string, route: (url: string) => void): View {
  const query = new URLSearchParams(search);
  const href: View["href"] = (changes, to = path) => {
    const next = new URLSearchParams(query);
    for (const [name, value] of Object.entries(changes)) {
      next.delete(name);
      if (value !== undefined && value !== "") next.set(name, value);
    }
    const text = next.toString();
    return text === "" ? to : `${to}?${text}`;
  };
  const go: View["go"] = (changes) => route(href(changes));
  const valuesOf = (dimension: string) => valuesIn(query.get(dimension) ?? "");
  const asked = new URLSearchParams();
  for (const name of ASKED) {
    const value = query.get(name);
    if (value !== null && value !== "") asked.set(name, value);
  }
  return {
    question: asked.toString(),
    filters: FILTERS.map(({ dimension }) => ({ dimension, values: valuesOf(dimension) })).filter(
      ({ values }) => values.length > 0,
    ),
    withoutAi: query.get("no_ai_coding") === "true",
    compares: query.get("compare") === "true",
    href,
    go,
    toggle(dimension, value) {
      const values = valuesOf(dimension);
      const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
      go({ [dimension]: next.map(escaped).join(",") });
    },
    get: (parameter) => query.get(parameter) ?? undefined,
  };
}

/** Returns the values in a text between commas; one that belongs to a value is written `\,`. */
function valuesIn(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .map((value) => value.replaceAll("\\,", ","))
    .filter((value) => value !== "");
}

function escaped(value: string): string {
  return value.replaceAll(",", "\\,");
}

/** Returns what the present address shows. */
export function useView(): View {
  const { path, url, route } = useLocation();
  const mark = url.indexOf("?");
  return viewOf(path, mark < 0 ? "" : url.slice(mark), route);
}
