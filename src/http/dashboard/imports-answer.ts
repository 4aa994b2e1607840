// The shapes of the imports' JSON. Instants are epoch ms, times whole ms.

export type ImportsAnswer = {
  /** most bytes of an upload */
  readonly limit_bytes: number;
  /** uploads since the server started, the newest first */
  readonly uploads: readonly UploadAnswer[];
  /** every import ever begun, the newest first, those by the command too */
  readonly history: readonly {
    readonly id: number;
    readonly file: string;
    readonly started_ms: number;
    /** null = it runs, or was cut off */
    readonly finished_ms: number | null;
  }[];
};

export type UploadAnswer = {
  readonly id: string;
  readonly file: string;
  readonly started_ms: number;
  readonly state: "uploading" | "importing" | "done" | "failed";
  /** 0 to 1, of the file */
  readonly progress: number;
  /** heartbeats so far */
  readonly read: number;
  readonly added: number;
  readonly known: number;
  /** why elements were no heartbeats, most frequent first */
  readonly refused: readonly { readonly reason: string; readonly count: number }[];
  /** why the file broke off; null = it did not */
  readonly broken: { readonly offset: number; readonly reason: string } | null;
  /** why nothing was imported; null = something was, or it is under way */
  readonly fault: string | null;
  readonly seconds: number | null;
};
