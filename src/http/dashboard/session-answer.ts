/** How the pages see their user: an open dashboard, a signed-in browser, or an API key. */
export type Way = "open" | "session" | "key";

/** `GET /-/session`: who is seen. */
export type SessionAnswer = {
  readonly user: string;
  readonly display_name: string;
  readonly is_admin: boolean;
  readonly way: Way;
  /** whether signing in takes a name beside the password */
  readonly needs_name: boolean;
};

/** The 401 of `GET /-/session`: the error shape, and what the sign-in page asks for. */
export type SignInNeededAnswer = {
  readonly error: string;
  readonly message: string;
  readonly type: "SignInNeeded";
  readonly status: 401;
  readonly needs_name: boolean;
};
