// Authorization codes: what stands between a user's consent and the program's token. Kept in memory, by hash.
import { inTransaction } from "../db/database.ts";
import type { Context } from "./context.ts";
import { type Consent, createGrant, revokeGrantById } from "./grants.ts";
import { newSecret, secretHash } from "./secret.ts";

/** How long a code may be exchanged. Source: RFC 6749 §4.1.2, at most ten minutes. */
const CODE_MS = 600_000;
/** Consents take a click each: more than anybody gives in ten minutes. */
const MOST_CODES = 1_000;

/** What a program sends with its code. */
export type Exchange = {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly verifier: string;
};

/** A consent and the challenge (PKCE, S256) that the program's verifier must meet. */
export type Challenged = Consent & { readonly challenge: string };

export type CodeBook = {
  /** Returns a new code for a consent. */
  readonly issue: (consent: Challenged) => string;
  /**
   * Returns the token for a code and what it may do, once. Undefined for a code that is unknown, too old, another
   * program's or not accompanied by its verifier; a code that comes again also takes its token back.
   */
  readonly exchange: (exchange: Exchange) => { readonly token: string; readonly consent: Consent } | undefined;
};

type Entry = {
  readonly consent: Challenged;
  readonly endMs: number;
  /** the grant it was exchanged for */
  readonly grantId: number | undefined;
};

/** Returns the book of codes. A restart forgets them: the program asks the user again. */
export function openCodes(context: Context): CodeBook {
  const entries = new Map<string, Entry>();
  const keyOf = (code: string) => secretHash(code).toString("base64");

  function forgetOld(): void {
    // In the order they were issued, all for the same time.
    for (const [key, { endMs }] of entries) {
      if (endMs > context.now() && entries.size < MOST_CODES) return;
      entries.delete(key);
    }
  }

  return {
    issue({ userId, clientId, redirectUri, scope, challenge }) {
      forgetOld();
      const code = newSecret(context);
      const consent = { userId, clientId, redirectUri, scope, challenge };
      entries.set(keyOf(code), { consent, endMs: context.now() + CODE_MS, grantId: undefined });
      return code;
    },
    exchange({ code, clientId, redirectUri, verifier }) {
      const key = keyOf(code);
      const entry = entries.get(key);
      if (entry === undefined || entry.endMs <= context.now()) return undefined;
      // Somebody else has the code too. Source: RFC 6749 §4.1.2.
      if (entry.grantId !== undefined) {
        revokeGrantById(context, entry.grantId);
        return undefined;
      }
      const { challenge, ...consent } = entry.consent;
      const isTheirs = consent.clientId === clientId && consent.redirectUri === redirectUri;
      if (!isTheirs || challengeOf(verifier) !== challenge) return undefined;
      const { token, grant } = inTransaction(context.store.connection, () => createGrant(context, consent));
      entries.set(key, { ...entry, grantId: grant.id });
      return { token, consent };
    },
  };
}

/** Returns the S256 challenge of a verifier. Source: RFC 7636 §4.2. */
function challengeOf(verifier: string): string {
  return secretHash(verifier).toString("base64url");
}
