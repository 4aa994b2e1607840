import type { AccessBook } from "../app/access.ts";
import type { Background } from "../app/background.ts";
import type { Changes } from "../app/changes.ts";
import type { Context } from "../app/context.ts";
import type { Histories } from "../app/history.ts";
import type { Ingest } from "../app/ingest.ts";
import type { RequestsSeen } from "../app/requests-seen.ts";
import type { Uploads } from "../app/uploads.ts";
import type { Attempts } from "./attempts.ts";

/** What the routes need of the server they run in. */
export type Services = {
  readonly context: Context;
  readonly histories: Histories;
  readonly ingest: Ingest;
  readonly access: AccessBook;
  readonly background: Background;
  /** what changes while a page is open */
  readonly changes: Changes;
  /** requests that were refused lately */
  readonly requestsSeen: RequestsSeen;
  /** histories that come in through the dashboard */
  readonly uploads: Uploads;
  /** per address */
  readonly wrongKeys: Attempts;
  /** per address; apart, because a page of any site can have a browser send wrong keys */
  readonly wrongPasswords: Attempts;
  /** names given with --allow-host */
  readonly allowHosts: readonly string[];
  /** whether every address the server listens on is a loopback address */
  readonly boundToLoopback: boolean;
  /** folder of the built pages, undefined when they are not there (a bare test) */
  readonly webFolder: string | undefined;
  readonly version: string;
};
