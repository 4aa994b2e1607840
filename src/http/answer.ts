// What happens to every request, in order: fold its path, ask who it is, guard, route, dress the answer.
import type { Access } from "../app/access.ts";
import { AppError } from "../app/errors.ts";
import { createApp, ROUTES } from "./app.ts";
import type { Arrived } from "./arrived.ts";
import { corsHeaders, preflight, securityHeaders } from "./cors.ts";
import { credentialsOf, normaliseKey } from "./credentials.ts";
import { invalidKey, tooManyAttempts } from "./errors.ts";
import { hostAllowed, hostNotAllowed, isOtherSite, sameOrigin } from "./guard.ts";
import { leadingHome } from "./home-base.ts";
import { foldPath, isApiPath, isDashboardPath, isOauthPath } from "./paths.ts";
import { refusal } from "./refusal.ts";
import type { Services } from "./services.ts";

/** Answers a request; `address` is the peer's, for counting wrong keys. */
export type Handler = (request: Request, address: string) => Promise<Response>;

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Returns the function that answers every request of the server, in process and behind a socket alike. */
export async function createHandler(services: Services): Promise<Handler> {
  const arrivals = new WeakMap<Request, Arrived>();
  const app = await createApp(services, arrivals);
  const routedPath = leadingHome(ROUTES);
  const { log, now } = services.context;

  function route(
    request: Request,
    address: string,
    path: string,
    query: URLSearchParams,
    key: string | undefined,
  ): Response | Promise<Response> {
    if (isDashboardPath(path) && isOtherSite(request.headers))
      throw new AppError("forbidden", "The pages' own JSON is not for pages of another origin");
    const access = isOauthPath(path) ? undefined : authenticated(services, request, address, query, key);
    if (access instanceof AppError) {
      // A rebinding page must not even learn that keys are asked for.
      guardHost(services, request, path);
      throw access;
    }
    if (access === undefined) {
      guardHost(services, request, path);
      // The API changes nothing without a key, and asks for one.
      if (!SAFE.has(request.method) && !isApiPath(path, request.method) && !isSameOrigin(request))
        throw new AppError("forbidden", "A page of another origin may not change anything without a key");
    }
    const folded = refolded(request, routedPath(path, request.method));
    arrivals.set(folded, { path, query, access, address });
    return app.fetch(folded);
  }

  return async (request, address) => {
    const { pathname, search } = split(request.url);
    const { path, key } = foldPath(pathname);
    const isApi = isApiPath(path, request.method);
    const startedMs = now();
    let response: Response;
    if (isApi && request.method === "OPTIONS") response = preflight(request);
    else
      try {
        response = await route(request, address, path, new URLSearchParams(search), key);
      } catch (fault) {
        response = refusal(services, fault, path);
      }
    dress(request, response, path, isApi);
    log("debug", "request", { method: request.method, path, status: response.status, ms: now() - startedMs });
    return response;
  };
}

/** Returns the path and query of a request. An odd or missing Host leaves a bare path in `url`, which no URL parser takes. */
function split(url: string): { readonly pathname: string; readonly search: string } {
  const slash = url.startsWith("/") ? 0 : url.indexOf("/", url.indexOf("://") + 3);
  const rest = slash < 0 ? "/" : url.slice(slash);
  const mark = rest.indexOf("?");
  const hash = rest.indexOf("#");
  const end = hash < 0 ? rest.length : hash;
  return mark < 0 || mark > end
    ? { pathname: rest.slice(0, end), search: "" }
    : { pathname: rest.slice(0, mark), search: rest.slice(mark + 1, end) };
}

/** Where the framework begins to look for the path of a URL: behind the first four characters of a host. */
const PATH_FROM = 11;

/** Returns a request whose path is the one of its route and is found by the framework; the same request when it is so already. */
function refolded(request: Request, path: string): Request {
  const { pathname, search } = split(request.url);
  const isFound = !request.url.startsWith("/") && request.url.indexOf("/", "http://".length) >= PATH_FROM;
  if (pathname === path && isFound) return request;
  return new Request(`http://hearth.invalid${path}${search === "" ? "" : `?${search}`}`, request);
}

/** Returns who asks: undefined without a key, the refusal for a key that is wrong. */
function authenticated(
  { access, wrongKeys, context }: Services,
  request: Request,
  address: string,
  query: URLSearchParams,
  pathKey: string | undefined,
): Access | AppError | undefined {
  const authorization = request.headers.get("authorization");
  const sent = credentialsOf(authorization, query, pathKey);
  if (sent.kind === "none") return undefined;
  const key = sent.kind === "token" ? normaliseKey(sent.token) : undefined;
  // A program's token comes in the header alone: addresses end up in logs (RFC 6750 §5.3).
  const token = sent.kind === "token" && key === undefined && authorization !== null ? sent.token : undefined;
  const found = key !== undefined ? access.authenticate(key) : token !== undefined ? access.token(token) : undefined;
  if (found !== undefined) return found;
  const blockedFor = wrongKeys.blockedFor(address, context.now());
  if (blockedFor > 0) return tooManyAttempts(blockedFor);
  wrongKeys.note(address, context.now());
  return invalidKey();
}

function guardHost({ allowHosts }: Services, request: Request, path: string): void {
  if (path === "/api/health" && (request.method === "GET" || request.method === "HEAD")) return;
  if (!hostAllowed(request.headers.get("host"), allowHosts)) throw hostNotAllowed();
}

function isSameOrigin({ headers }: Request): boolean {
  return sameOrigin({
    secFetchSite: headers.get("sec-fetch-site"),
    origin: headers.get("origin"),
    host: headers.get("host"),
  });
}

/** Adds the headers every answer of its kind carries. */
function dress(request: Request, response: Response, path: string, isApi: boolean): void {
  const { headers } = response;
  if (isApi) for (const [name, value] of Object.entries(corsHeaders(request))) headers.set(name, value);
  // A page that is sent on by its form says for itself where to.
  else for (const [name, value] of Object.entries(securityHeaders)) if (!headers.has(name)) headers.set(name, value);
  headers.set("X-Content-Type-Options", "nosniff");
  if ((isApi || isDashboardPath(path)) && !headers.has("cache-control")) headers.set("Cache-Control", "no-store");
}
