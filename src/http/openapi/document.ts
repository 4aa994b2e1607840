// The description of the API as an OpenAPI 3.1 document, made of the route table, the declared parameters and the
// schemas of this folder. It is put together when somebody asks: a server that nobody asks holds none of it.
import type { Need, Route } from "../call.ts";
import type { Parameter } from "../parameter.ts";
import { BASES, pathsOf } from "../paths.ts";
import { components, type Json } from "./components.ts";
import type { Described, Descriptions } from "./described.ts";
import { hackatimeDescriptions, heartbeatsInDescriptions } from "./hackatime.ts";
import { oauthDescriptions } from "./oauth.ts";
import { pageAccountDescriptions } from "./pages-account.ts";
import { pageFigureDescriptions } from "./pages-figures.ts";
import { pageProjectDescriptions } from "./pages-projects.ts";
import { pageServerDescriptions } from "./pages-server.ts";
import { PATH_PARAMETERS } from "./path-parameters.ts";
import { REFUSALS, type Refusal } from "./refusals.ts";
import { exampleOf, type Schema } from "./schema.ts";
import { systemDescriptions } from "./system.ts";
import { wakapiDescriptions } from "./wakapi.ts";
import { wakatimeTimeDescriptions } from "./wakatime.ts";
import { wakatimeThingDescriptions } from "./wakatime-things.ts";
import { wakatimeToldDescriptions } from "./wakatime-told.ts";

export type Operation = {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly operationId: string;
  /** what the route needs, as the README's table writes it */
  readonly "x-key": string;
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters: readonly Json[];
  readonly requestBody?: Json;
  readonly responses: Readonly<Record<string, Json>>;
  readonly servers?: readonly { readonly url: string }[];
};

/** An OpenAPI document; paths hold operations by lower-case method. */
export type OpenApi = {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string; readonly description?: string }[];
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: Json;
};

type Family = { readonly name: string; readonly description: string; readonly routes: Descriptions };

const FAMILIES: readonly Family[] = [
  {
    name: "Heartbeats in",
    description: "What editors send, at every address they know",
    routes: heartbeatsInDescriptions,
  },
  { name: "WakaTime: time", description: "How long, by what and when", routes: wakatimeTimeDescriptions },
  {
    name: "WakaTime: things",
    description: "You, your heartbeats, projects, programs, dumps, goals and meetings",
    routes: { ...wakatimeThingDescriptions, ...wakatimeToldDescriptions },
  },
  { name: "Hackatime", description: "What Hackatime's clients ask for", routes: hackatimeDescriptions },
  { name: "Wakapi", description: "What Wakapi's clients ask for, and pictures", routes: wakapiDescriptions },
  {
    name: "OAuth",
    description:
      "How programs are let in by their user, without a key: the user is asked, the program is sent a code, and exchanges it for a token",
    routes: oauthDescriptions,
  },
  { name: "Server", description: "The program itself", routes: systemDescriptions },
  {
    name: "Pages",
    description:
      "What the pages of the dashboard ask for: same origin or a key that reads (a full one for changes), may change with any version",
    routes: {
      ...pageFigureDescriptions,
      ...pageProjectDescriptions,
      ...pageAccountDescriptions,
      ...pageServerDescriptions,
    },
  },
];

/** For a route that nobody has described yet, so that it is there at all. */
const OTHERS: Family = { name: "Others", description: "Not described", routes: {} };

const SOME_JSON: Described = {
  answers: [{ status: 200, description: "Some JSON", type: "application/json", schema: {}, example: {} }],
};

/** Writes a schema into the document. */
type Write = (schema: Schema) => Json;

/** Returns the description of these routes; of those that no family describes, what the table says. */
export function documentOf(routes: readonly Route[], version: string): OpenApi {
  const { written, all } = components();
  const parameters = sharedParameters(routes);
  const paths: Record<string, Record<string, Operation>> = {};
  for (const route of routes) {
    const path = documentedPath(route);
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, written, parameters) };
  }
  const responses = responsesOf(written);
  const used = new Set(
    Object.values(paths).flatMap((operations) => Object.values(operations).flatMap(({ tags }) => tags)),
  );
  return {
    openapi: "3.1.1",
    info: {
      title: "Hearth",
      version,
      description:
        "Coding time, kept at home. Every path stands below every server listed, unless it names one of its own; " +
        "doubled and trailing slashes are folded. Errors are JSON of one shape, always.",
    },
    servers: BASES.map((base) => ({ url: base || "/" })),
    tags: [...FAMILIES, OTHERS]
      .filter(({ name }) => used.has(name))
      .map(({ name, description }) => ({ name, description })),
    paths,
    components: {
      schemas: all(),
      responses,
      parameters: Object.fromEntries([...parameters].map(([parameter, name]) => [name, parameterOf(parameter)])),
      securitySchemes: SECURITY,
    },
  };
}

/** Returns what a route reads beside its path and its body. */
function parametersOf(route: Route): NonNullable<Described["parameters"]> {
  return [...(route.parameters ?? []), ...(describedRoute(route).described.parameters ?? [])];
}

/** Returns the parameters that several routes read, with the name each goes by in the document. */
function sharedParameters(routes: readonly Route[]): Map<Parameter, string> {
  const seen = new Set<Parameter>();
  const shared = new Map<Parameter, string>();
  for (const parameter of routes.flatMap(parametersOf)) {
    if (seen.has(parameter) && ![...shared.values()].includes(parameter.name)) shared.set(parameter, parameter.name);
    seen.add(parameter);
  }
  return shared;
}

const SECURITY: Json = {
  bearer: { type: "http", scheme: "bearer", description: "The key, or its base64" },
  basic: { type: "http", scheme: "basic", description: "The key as name, as password or alone" },
  api_key: { type: "apiKey", in: "query", name: "api_key" },
};

/** Returns a route's path as the document writes it: parameters in braces, the rest of a path as one of them. */
export function documentedPath({ path }: Pick<Route, "path">): string {
  const named = path.replace(/:(\w+)/g, "{$1}");
  return named.replace("*", /badge|shields/.test(path) ? "{filters}" : "{project}") || "/";
}

function operationOf(route: Route, written: Write, shared: ReadonlyMap<Parameter, string>): Operation {
  const { name, described } = describedRoute(route);
  const own = pathsOf(route).length === BASES.length ? undefined : serversOf(route);
  const { body } = described;
  return {
    tags: [name],
    summary: route.summary,
    operationId: `${route.method.toLowerCase()}${documentedPath(route).replaceAll(/[^a-z]+/gi, "_")}`.replace(/_$/, ""),
    "x-key": route.path.startsWith("/-/") ? "page" : route.need,
    security: securityOf(route.need),
    parameters: [
      ...pathParameters(route),
      ...parametersOf(route).map((parameter) => {
        const name = shared.get(parameter);
        return name === undefined ? parameterOf(parameter) : { $ref: `#/components/parameters/${name}` };
      }),
    ],
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: {
          [described.sendsType ?? "application/json"]: {
            schema: written(body),
            example: described.sends ?? exampleOf(body),
          },
        },
      },
    }),
    responses: {
      ...Object.fromEntries(
        refusalsOf(route, described).map((status) => [
          status,
          { $ref: `#/components/responses/${REFUSALS[status].name}` },
        ]),
      ),
      ...Object.fromEntries(described.answers.map((answer) => [String(answer.status), answerOf(answer, written)])),
    },
    ...(own !== undefined && { servers: own }),
  };
}

function describedRoute({ method, path }: Route): { readonly name: string; readonly described: Described } {
  const key = `${method} ${path}`;
  for (const { name, routes } of FAMILIES) {
    const described = routes[key];
    if (described !== undefined) return { name, described };
  }
  return { name: OTHERS.name, described: SOME_JSON };
}

/** Where a route stands that does not stand below every base. */
function serversOf({ path, ...route }: Route): readonly { readonly url: string }[] {
  if (route.bases === "absolute") return [{ url: "/" }];
  return pathsOf({ path, ...route }).map((full) => ({ url: full.slice(0, full.length - path.length) || "/" }));
}

function securityOf(need: Need): Operation["security"] {
  if (need === "none") return [];
  const scopes: Readonly<Record<Exclude<Need, "none">, readonly string[]>> = {
    full: ["full"],
    write: ["write"],
    read: ["read"],
    any: [],
    public: ["read"],
    open: [],
  };
  const keys = Object.keys(SECURITY).map((name) => ({ [name]: scopes[need] }));
  return need === "public" || need === "open" ? [...keys, {}] : keys;
}

function pathParameters(route: Route): Json[] {
  return [...documentedPath(route).matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => {
    const known = PATH_PARAMETERS[name];
    if (known === undefined) throw new RangeError(`no description of the path parameter ${name}`);
    return {
      name,
      in: "path",
      required: true,
      description: known.description,
      schema: { type: "string" },
      example: known.example,
    };
  });
}

function parameterOf(parameter: Parameter & { readonly required?: true }): Json {
  const { name, in: place = "query", required, description, schema, example } = parameter;
  return { name, in: place, ...(required && { required }), description, schema, example };
}

function answerOf({ description, type, schema, example }: Described["answers"][number], written: Write): Json {
  if (type === undefined || schema === undefined) return { description };
  const shown = example ?? exampleOf(schema);
  return { description, content: { [type]: { schema: written(schema), example: shown } } };
}

function refusalsOf(route: Route, { body, refusals = [] }: Described): Refusal[] {
  const names = parametersOf(route).length > 0 || route.path.includes(":range");
  const statuses: Refusal[] = [
    ...(body === undefined ? [] : ([400, 413, 422] as const)),
    ...(names ? ([422] as const) : []),
    // A name that is not there, or not for the asker.
    ...(/[:*]|^\/(api\/summary|stats)$/.test(route.path) ? ([404] as const) : []),
    ...refusals,
    ...([401, 403, 429, 503] as const),
  ];
  return [...new Set(statuses)].sort((a, b) => a - b);
}

function responsesOf(written: Write): Json {
  return Object.fromEntries(
    Object.values(REFUSALS).map(({ name, description, schema, example }) => [
      name,
      { description, content: { "application/json": { schema: written(schema), example } } },
    ]),
  );
}
