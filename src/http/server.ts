import type { Handler } from "./answer.ts";

export type Server = {
  readonly port: number;
  /** one per address, with brackets around IPv6 */
  readonly urls: readonly string[];
  /** addresses that this machine does not have */
  readonly missing: readonly string[];
  /** Takes no more requests, lets those in flight finish for up to `withinMs`, then cuts them off. */
  readonly stop: (withinMs: number) => Promise<void>;
};

/** Far above our own limit (http/body.ts): every body that is too large gets our answer, and what is not read is dropped. */
const MAX_BODY_BYTES = Number.MAX_SAFE_INTEGER;
/** Clients keep connections open between their heartbeats. */
const IDLE_SECONDS = 60;
const PORT_TRIES = 20;

/**
 * Listens on every host with one port number and returns the server. An address that another one of the list covers,
 * `0.0.0.0` or `::`, has no socket and no URL of its own. `::1`, and `::` beside an address of IPv4, may be missing on a
 * machine without IPv6; any other address that cannot be had is an error, and so is a port busy on one of them
 * (`EADDRINUSE`).
 */
export function listen(hosts: readonly string[], port: number, handler: Handler): Server {
  for (let tries = 1; ; tries++) {
    try {
      return listenOnce(hosts, port, handler);
    } catch (fault) {
      // The number the system gave for the first address may be taken on the second.
      if (port !== 0 || tries === PORT_TRIES || !isBusy(fault)) throw fault;
    }
  }
}

/** Returns whether a fault of listening is that somebody else has the port. */
function isBusy(fault: unknown): boolean {
  const { code, cause } = fault as NodeJS.ErrnoException;
  return code === "EADDRINUSE" || (cause instanceof Error && isBusy(cause));
}

function reason(fault: unknown): string {
  return fault instanceof Error ? fault.message : String(fault);
}

const EVERY_IPV4 = "0.0.0.0";
const EVERY_IPV6 = "::";

/** Returns the one spelling of an address or a name: `0:0:0:0:0:0:0:1` is `::1`, and `127.1` is `127.0.0.1`. */
function canonical(host: string): string {
  // An address with a zone, `fe80::1%eth0`, is none that a URL may hold.
  const name = URL.parse(`http://${bracketed(host)}`)?.hostname ?? host;
  return name.startsWith("[") ? name.slice(1, -1) : name;
}

function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

/** Returns those of a list of hosts that need a socket of their own, each once, in order. */
function uncovered(hosts: readonly string[]): readonly string[] {
  const names = [...new Set(hosts.map(canonical))];
  const [everyIpv4, everyIpv6] = [names.includes(EVERY_IPV4), names.includes(EVERY_IPV6)];
  return names.filter((name) => {
    if (name === EVERY_IPV4 || name === EVERY_IPV6) return true;
    if (name.includes(":")) return !everyIpv6;
    // Alone, a socket on `::` takes IPv4 too.
    return !(isIpv4(name) && (everyIpv4 || everyIpv6));
  });
}

function isIpv4(host: string): boolean {
  return /^\d+(?:\.\d+){3}$/.test(host);
}

function listenOnce(hosts: readonly string[], port: number, handler: Handler): Server {
  const servers: Bun.Server<undefined>[] = [];
  const missing: string[] = [];
  const own = uncovered(hosts);
  let number = port;
  // What may be missing comes last, when it is known that there is something to serve on without it.
  for (const hostname of own.toSorted((a, b) => Number(a.includes(":")) - Number(b.includes(":")))) {
    try {
      const server = Bun.serve({
        hostname,
        port: number,
        // Each takes its own half: not every system has sockets for both, and two for IPv4 would be in each other's way.
        ipv6Only: hostname === EVERY_IPV6 && own.includes(EVERY_IPV4),
        // Two servers on one port would share its requests by chance.
        reusePort: false,
        development: false,
        idleTimeout: IDLE_SECONDS,
        maxRequestBodySize: MAX_BODY_BYTES,
        fetch: (request, self) => handler(request, self.requestIP(request)?.address ?? "unknown"),
      });
      servers.push(server);
      number = server.port ?? number;
    } catch (fault) {
      if (hostname === "::1" && servers.length > 0 && !isBusy(fault)) {
        missing.push(hostname);
        continue;
      }
      for (const server of servers) void server.stop(true);
      const others = hosts.filter((host) => canonical(host) !== EVERY_IPV6);
      if (hostname === EVERY_IPV6 && !isBusy(fault) && others.some((host) => isIpv4(canonical(host)))) {
        const server = listenOnce(others, port, handler);
        return { ...server, missing: [...server.missing, hostname] };
      }
      const why = isBusy(fault) ? `port ${number}; choose another with --port` : `port ${number}: ${reason(fault)}`;
      throw new Error(`cannot listen on ${hostname} ${why}`, { cause: fault });
    }
  }
  return {
    port: number,
    urls: own.filter((host) => !missing.includes(host)).map((host) => `http://${bracketed(host)}:${number}`),
    missing,
    async stop(withinMs) {
      const timeout = Promise.withResolvers<void>();
      const timer = setTimeout(timeout.resolve, withinMs);
      await Promise.race([Promise.all(servers.map((server) => server.stop())), timeout.promise]);
      clearTimeout(timer);
      await Promise.all(servers.map((server) => server.stop(true)));
    },
  };
}
