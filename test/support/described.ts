// Holds every answer that a test gets against the description of the API: its status is told, its JSON has the shape;
// and what the pages send, where it is taken.
import { expect } from "bun:test";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { ROUTES } from "../../src/http/app.ts";
import type { Route } from "../../src/http/call.ts";
import { documentedPath, documentOf, type OpenApi } from "../../src/http/openapi/document.ts";
import { foldPath, pathsOf } from "../../src/http/paths.ts";

/** The description of the whole table, as `GET /api/openapi.json` answers it. */
export const DOCUMENT: OpenApi = JSON.parse(JSON.stringify(documentOf(ROUTES, "test")));

const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: false });
ajv.addSchema(DOCUMENT, "api");
const compiled = new Map<string, ValidateFunction>();

/** Returns what is wrong with a value under the schema at a place of the document, such as `["paths", "/stats", …]`. */
export function faults(place: readonly string[], value: unknown): string[] {
  const pointer = place.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
  let validate = compiled.get(pointer);
  if (validate === undefined) {
    validate = ajv.compile({ $ref: `api#/${pointer}` });
    compiled.set(pointer, validate);
  }
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

/** Where a route is looked for, the most particular address first, as the framework's router does. */
const ADDRESSES = ROUTES.flatMap((route) => pathsOf(route).map((address) => ({ route, address })))
  .map(({ route, address }) => ({
    route,
    pattern: new RegExp(`^${address.replaceAll(".", "\\.").replaceAll(/:\w+/g, "[^/]+").replace("*", ".*")}$`),
    rank: address.replace("*", "\uffff").replaceAll(/:\w+/g, "\ufffe"),
  }))
  .sort((a, b) => (a.rank < b.rank ? -1 : 1));

/** Returns the route that a request reaches, undefined for none. */
export function routeAt(method: string, url: string): Route | undefined {
  const { path } = foldPath(url.split(/[?#]/)[0] ?? "");
  return ADDRESSES.find(({ route, pattern }) => route.method === method && pattern.test(path))?.route;
}

type Sent = { readonly method?: string; readonly path: string; readonly body?: unknown };

/** Returns a way to send whose answers are held against the description. */
export function described<Sending extends Sent>(
  send: (sending: Sending) => Promise<Response>,
): (sending: Sending) => Promise<Response> {
  return async (sending) => {
    const response = await send(sending);
    await expectDescribed(sending, response);
    return response;
  };
}

async function expectDescribed({ path, ...sending }: Sent, response: Response): Promise<void> {
  const method = sending.method ?? (sending.body === undefined ? "GET" : "POST");
  const route = routeAt(method, path);
  if (route === undefined) return;
  const status = String(response.status);
  const at = [documentedPath(route), route.method.toLowerCase(), status];
  const [documented = "", verb = ""] = at;
  const operation = DOCUMENT.paths[documented]?.[verb];
  if (operation === undefined || operation.tags.includes("Others")) return;
  const told = operation.responses[status];
  expect({ at, told }).toEqual({ at, told: expect.anything() });
  // Clients' bodies are taken in more forms than are told; those of our own pages in no others.
  if (operation.tags.includes("Pages") && response.ok && isJsonObject(sending.body)) {
    const place = ["paths", documented, verb, "requestBody", "content", "application/json", "schema"];
    expect({ at, sent: faults(place, sending.body) }).toEqual({ at, sent: [] });
  }
  const type = response.headers.get("content-type") ?? "";
  if (!type.startsWith("application/json") || response.headers.has("content-encoding")) return;
  const { headers } = response;
  if (headers.has("content-disposition") || documented === "/api/openapi.json") return;
  const value: unknown = await response.clone().json();
  // Refusals are told once for all routes, but for those of a route that says more.
  const place =
    told?.["content"] === undefined
      ? ["components", "schemas", "Error"]
      : ["paths", ...at.slice(0, 2), "responses", status, "content", "application/json", "schema"];
  expect({ at, faults: faults(place, value) }).toEqual({ at, faults: [] });
}

/** Whether a body goes over the wire as a JSON object. */
function isJsonObject(body: unknown): body is object {
  return typeof body === "object" && body !== null && !Array.isArray(body) && !(body instanceof Uint8Array);
}
