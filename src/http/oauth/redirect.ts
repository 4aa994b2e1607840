// Where a program may have a user sent back to: a port of the user's own computer, or an app on it.

/** Printable ASCII without what no address needs and headers or pages could stumble over. */
const ADDRESS = /^[!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]{1,2000}$/;

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * Schemes that are no app's: of browsers themselves, of the net, of systems, which would run or mount something, and
 * those that a web site may take for itself. With a dash or a plus behind one of the words whatever follows is meant, too.
 *
 * **Source:** the last ones from the HTML standard, "safelisted scheme" and `web+`.
 */
const NO_APP = new RegExp(
  `^(?:${[
    "javascript|vbscript|data|blob|about|file|filesystem|view-source|resource|jar|https?|wss?|ftps?|gopher|ldaps?|ssh|sftp",
    "smb|afp|nfs|davs?|telnet|vnc|rdp|intent|android-app|shell|search|ms|microsoft-edge|applescript|x-man-page",
    "chrome|edge|brave|opera|moz|safari|devtools|googlechrome|firefox|ext",
    "web|bitcoin|geo|im|ircs?|magnet|mailto|matrix|mms|news|nntp|openpgp4fpr|sip|sms|smsto|tel|urn|webcal|wtai|xmpp",
  ].join("|")})(?:$|[-+])`,
);

/** Where a redirect goes. */
export type RedirectTarget = {
  /** as it was sent */
  readonly uri: string;
  readonly kind: "loopback" | "app";
  /** for people: host and port, or the scheme with its colon */
  readonly place: string;
  /** what a page's policy must let its form be sent on to */
  readonly formAction: string;
};

/**
 * Returns what a redirect address stands for; undefined for one that is not allowed. Loopback means `localhost`,
 * `127.0.0.1` and `[::1]` by http or https, any port and path; an app is a scheme of its own followed by a slash. No
 * fragment, no user name, nothing but printable ASCII.
 *
 * **Source:** RFC 8252 §7 (loopback and private-use schemes), RFC 6749 §3.1.2 (no fragment).
 */
export function redirectTarget(uri: string): RedirectTarget | undefined {
  // A hash is what fragments begin with; escaped ones are part of a path.
  const url = ADDRESS.test(uri) && !uri.includes("#") ? URL.parse(uri) : null;
  if (url === null || url.username !== "" || url.password !== "") return undefined;
  if (url.protocol === "http:" || url.protocol === "https:") {
    // Other spellings of the same address, which browsers would take, are no program's.
    const isPlain = uri.toLowerCase().startsWith(`${url.protocol}//${url.hostname}`);
    if (!LOOPBACK.has(url.hostname) || !isPlain) return undefined;
    // Policies cannot name an IPv6 address.
    const formAction = url.hostname.startsWith("[") ? url.protocol : url.origin;
    return { uri, kind: "loopback", place: url.host, formAction };
  }
  const scheme = /^([a-z][a-z0-9+.-]*):\//i.exec(uri)?.[1]?.toLowerCase();
  if (scheme === undefined || NO_APP.test(scheme) || url.protocol !== `${scheme}:`) return undefined;
  return { uri, kind: "app", place: `${scheme}:`, formAction: `${scheme}:` };
}

/** Returns a redirect address with parameters added; undefined ones are left out. */
export function withParameters(uri: string, parameters: Readonly<Record<string, string | undefined>>): string {
  const added = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) added.set(name, value);
  const joint = !uri.includes("?") ? "?" : /[?&]$/.test(uri) ? "" : "&";
  return `${uri}${joint}${added}`;
}
