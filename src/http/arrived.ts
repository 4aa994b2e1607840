import type { Access } from "../app/access.ts";

/** What is found out about a request before it is routed; `path` folded, without a key; `address` the peer's. */
export type Arrived = {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly access: Access | undefined;
  readonly address: string;
};
