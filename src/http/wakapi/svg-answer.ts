import { findUser, type User } from "../../app/users.ts";
import type { Call } from "../call.ts";

/**
 * Returns the user whose pictures a call may see: public ones for everybody, the asker's own with a key that may read;
 * undefined for anybody else, private or not there, which must look the same.
 */
export function shownUser({ services, access }: Call, reference: string): User | undefined {
  const self = access?.scope === "write" ? undefined : access?.user;
  const user = findUser(services.context, reference, self);
  return user?.isPublic === true || (user !== undefined && user.id === self?.id) ? user : undefined;
}

/** Returns how long an answer may be kept, in seconds; only by the asker when a key was sent. */
export function cacheControl({ access }: Call, seconds: number): string {
  return `${access === undefined ? "public" : "private"}, max-age=${seconds}`;
}

/** Returns a picture as an answer that can do nothing even when it is opened as a page. */
export function svgAnswer(call: Call, svg: string, maxAgeSeconds: number): Response {
  return new Response(svg, {
    headers: {
      "Content-Type": "image/svg+xml; charset=utf-8",
      "Cache-Control": cacheControl(call, maxAgeSeconds),
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "X-Content-Type-Options": "nosniff",
      Vary: "Authorization",
    },
  });
}
