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
 * Listens on every host with one port number and returns the server. `::1` may be missing on a machine without IPv6;
 * any other address that cannot be had is an error, and so is a port busy on one of them (`EADDRINUSE`).
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

function listenOnce(hosts: readonly string[], port: number, handler: Handler): Server {
  const servers: Bun.Server<undefined>[] = [];
  const missing: string[] = [];
  let number = port;
  for (const hostname of hosts) {
    try {
      const server = Bun.serve({
        hostname,
        port: number,
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
      const why = isBusy(fault) ? `port ${number}; choose another with --port` : `port ${number}: ${reason(fault)}`;
      throw new Error(`cannot listen on ${hostname} ${why}`, { cause: fault });
    }
  }
  return {
    port: number,
    urls: hosts
      .filter((host) => !missing.includes(host))
      .map((host) => `http://${host.includes(":") ? `[${host}]` : host}:${number}`),
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
