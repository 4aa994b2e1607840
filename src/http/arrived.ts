import type { Access } from "../app/access.ts";

/** What is found out about a request before it is routed; `path` folded, without a key. */
export type Arrived = { readonly path: string; readonly query: URLSearchParams; readonly access: Access | undefined };
