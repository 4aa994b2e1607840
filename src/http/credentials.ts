// Which key a request carries, in all the ways clients send one. Nothing here may be logged or sent back.

export type Credentials =
  | { readonly kind: "none" }
  /** Something was sent that cannot be a key. */
  | { readonly kind: "bad" }
  /** A normalised API key, or another token as it was sent; whether anybody owns it is for the caller to find out. */
  | { readonly kind: "token"; readonly token: string };

const NONE: Credentials = { kind: "none" };
const BAD: Credentials = { kind: "bad" };

/** A lower-case UUID of version 4. */
const KEY = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** A scheme word and the rest; the rest may not be empty. */
const SCHEME_AND_REST = /^(\S+)\s+(\S.*)$/;

/** The characters a bearer token may have (RFC 6750, `b64token`). */
const BEARER_TOKEN = /^[A-Za-z0-9._~+/-]+=*$/;

/** Base64 of either alphabet, padding optional. */
const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * The credentials of a request, from its `Authorization` header (null when absent), its query and a key that was glued
 * to its path, in this order: the first that is present decides, so a bad header never falls through to the query.
 * Blank query parameters count as absent; a blank header is present, and bad.
 *
 * Accepted, K being a key with or without `waka_` and in any case: `Bearer K`, `Bearer base64(K)`, `Basic base64(K)`,
 * `Basic base64(K:)`, `base64(:K)`, `base64(anything:K)`, `Basic K`, `?api_key=K` or base64 of it, `?access_token=K`.
 * Scheme words in any case, decoded text trimmed. Tokens of another shape are good only as `Bearer` or `access_token`.
 *
 * **Source:** measured clients: wakatime-cli (Basic of the bare key, no colon), hackatime-blender (`Basic KEY`),
 * libraries that demand `user:password`, shells that encode a trailing newline.
 */
export function credentialsOf(authorization: string | null, query: URLSearchParams, pathKey?: string): Credentials {
  if (authorization !== null) return headerCredentials(authorization.trim());
  const apiKey = query.get("api_key")?.trim();
  if (apiKey) return keyCredentials(normaliseKey(apiKey) ?? keyInBase64(apiKey));
  const accessToken = query.get("access_token")?.trim();
  if (accessToken) return bearerCredentials(accessToken);
  return pathKey === undefined ? NONE : keyCredentials(normaliseKey(pathKey));
}

/**
 * The lower-case UUIDv4 a text stands for, or undefined when it is none. Blanks around it, a `waka_` prefix and the
 * case of both do not matter.
 *
 * **Source:** WakaTime writes its keys with `waka_`; clients send them with and without it.
 */
export function normaliseKey(text: string): string | undefined {
  const lower = text.trim().toLowerCase();
  const key = lower.startsWith("waka_") ? lower.slice(5) : lower;
  return KEY.test(key) ? key : undefined;
}

function headerCredentials(header: string): Credentials {
  const [, scheme, rest] = SCHEME_AND_REST.exec(header) ?? [];
  if (scheme === undefined || rest === undefined) return BAD;
  switch (scheme.toLowerCase()) {
    case "bearer":
      return bearerCredentials(rest);
    case "basic":
      return keyCredentials(normaliseKey(rest) ?? keyInBase64(rest));
    default:
      return BAD;
  }
}

function bearerCredentials(text: string): Credentials {
  const key = normaliseKey(text) ?? keyInBase64(text);
  if (key !== undefined) return { kind: "token", token: key };
  return BEARER_TOKEN.test(text) ? { kind: "token", token: text } : BAD;
}

function keyCredentials(key: string | undefined): Credentials {
  return key === undefined ? BAD : { kind: "token", token: key };
}

/** The key in base64 text: alone, as a password after any user name, or as a user name with an empty password. */
function keyInBase64(text: string): string | undefined {
  const decoded = decodeBase64(text)?.trim();
  if (decoded === undefined) return undefined;
  const colon = decoded.lastIndexOf(":");
  // The last colon, because a key has none and a user name before it may.
  const password = normaliseKey(decoded.slice(colon + 1));
  if (password !== undefined || colon !== decoded.length - 1) return password;
  return normaliseKey(decoded.slice(0, colon));
}

/** The text behind base64; undefined for a foreign character, an impossible length or bytes that are no UTF-8. */
function decodeBase64(text: string): string | undefined {
  if (!BASE64.test(text) || text.replace(/=+$/, "").length % 4 === 1) return undefined;
  try {
    // Buffer understands both alphabets and missing padding, and never throws.
    return utf8.decode(Buffer.from(text, "base64"));
  } catch {
    return undefined;
  }
}
