// Who may speak to us without a key: the defence against pages of other origins and against DNS rebinding.
import { AppError } from "../app/errors.ts";

/** A host name or IPv4 address, or a bracketed IPv6 address, then an optional port; nothing else, no user names. */
const HOST = /^(?:([a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_.])?)|\[([0-9a-f:.]+)\])(?::\d{0,5})?$/;

/** localhost and any name below it, each label non-empty. */
const LOCALHOST = /^(?:[a-z0-9_-]+\.)*localhost\.?$/;

/** A dotted IPv4 address in 127.0.0.0/8, without leading zeros (they mean octal to some readers). */
const LOOPBACK_V4 = /^127(?:\.(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)){3}$/;

/** Scheme and authority of an `Origin`. */
const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/([^/?#@]+)$/;

/** Headers by which proxies and tunnels tell that they stand in between, `X-Forwarded-*` apart. */
const PROXIES = new Set(["forwarded", "via", "x-real-ip", "x-client-ip", "true-client-ip", "cf-connecting-ip"]);

/** What the dashboard's state depends on. */
export type DashboardSituation = {
  /** Whether every address the server listens on is a loopback address. */
  readonly boundToLoopback: boolean;
  /** How many users there are. */
  readonly users: number;
  readonly hasPassword: boolean;
  /** Names given with `--allow-host`. */
  readonly allowHosts: readonly string[];
  /** The `Host` header. */
  readonly host: string | null;
  readonly headers: Headers;
};

/**
 * Whether a `Host` header names this machine itself, at any port: `localhost`, `*.localhost` (both also with a final
 * dot), an IPv4 literal in 127.0.0.0/8 or `[::1]`, in any case. Anything unusual (user names, `127.1`, mapped
 * addresses, two headers in one) is not: browsers never send it.
 *
 * **Source:** RFC 6761 keeps localhost names from leaving the machine; an address literal cannot be rebound.
 */
export function isLoopbackHost(hostHeader: string): boolean {
  const name = hostName(hostHeader);
  return name !== undefined && (LOCALHOST.test(name) || LOOPBACK_V4.test(name) || name === "[::1]");
}

/**
 * Whether a request without a key may be addressed to this `Host` header: a loopback host, or one of the allowed
 * names at any port, in any case, with or without a final dot. No header (null) is not allowed.
 */
export function hostAllowed(hostHeader: string | null, allowHosts: readonly string[]): boolean {
  if (hostHeader === null) return false;
  if (isLoopbackHost(hostHeader)) return true;
  const name = hostName(hostHeader);
  return name !== undefined && allowHosts.some((allowed) => allowedName(allowed) === withoutFinalDot(name));
}

/** The refusal of a request whose `Host` is not expected; it says which option allows it. */
export function hostNotAllowed(): AppError {
  return new AppError(
    "host_not_allowed",
    "This server does not expect to be reached under this host name; " +
      "start it with --allow-host NAME (or HEARTH_ALLOW_HOST=NAME) to allow it",
  );
}

/**
 * Whether a request that changes something comes from our own pages, or from no browser at all. Header values, null
 * when absent.
 *
 * `Sec-Fetch-Site` decides when it is there: `same-origin` and `none` (typed by the user) pass. Without it the host
 * and port of `Origin` must be those of `Host`; without both it is not a browser, and passes.
 *
 * **Source:** Go's `net/http.CrossOriginProtection`. Browsers leave `Sec-Fetch-Site` out on plain http to LAN names.
 */
export function sameOrigin(request: {
  readonly secFetchSite: string | null;
  readonly origin: string | null;
  readonly host: string | null;
}): boolean {
  if (request.secFetchSite) return request.secFetchSite === "same-origin" || request.secFetchSite === "none";
  if (!request.origin) return true;
  const authority = ORIGIN.exec(request.origin.toLowerCase())?.[1];
  return authority !== undefined && authority === request.host?.toLowerCase();
}

/** Returns whether a browser says that a page of another origin asks; what says nothing is none. */
export function isOtherSite(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  return site === "cross-site" || site === "same-site";
}

/**
 * How the dashboard meets a request: `open` to everybody who can reach it, behind its `password`, or closed because
 * there is `no-password-set`.
 *
 * It is open only while nobody but the one user of this machine can reach it: bound to loopback, one user, no
 * password, no allowed host names, a loopback `Host`, and no `Forwarded`, `X-Forwarded-*` or other header that tells of a
 * proxy, which brings strangers.
 */
export function dashboardOpen(situation: DashboardSituation): "open" | "password" | "no-password-set" {
  if (situation.hasPassword) return "password";
  const alone =
    situation.boundToLoopback &&
    situation.users === 1 &&
    situation.allowHosts.length === 0 &&
    situation.host !== null &&
    isLoopbackHost(situation.host) &&
    !isForwarded(situation.headers);
  return alone ? "open" : "no-password-set";
}

/** The lower-case name of a `Host` header without its port, IPv6 in brackets and in its shortest form. */
function hostName(header: string): string | undefined {
  const [, name, ipv6] = HOST.exec(header.toLowerCase()) ?? [];
  return ipv6 === undefined ? name : URL.parse(`http://[${ipv6}]/`)?.hostname;
}

/** The name an `--allow-host` value stands for: as in a `Host` header, or a bare IPv6 address. */
function allowedName(allowed: string): string | undefined {
  const trimmed = allowed.trim();
  const name = hostName(trimmed) ?? hostName(`[${trimmed}]`);
  return name === undefined ? undefined : withoutFinalDot(name);
}

function withoutFinalDot(name: string): string {
  return name.endsWith(".") ? name.slice(0, -1) : name;
}

function isForwarded(headers: Headers): boolean {
  for (const name of headers.keys()) {
    if (PROXIES.has(name) || name.startsWith("x-forwarded-")) return true;
  }
  return false;
}
