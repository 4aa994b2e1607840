import type { User } from "../app/users.ts";
import type { Call } from "./call.ts";
import { originOf } from "./origin.ts";

/** Returns the address of a user's picture on this server, as whoever asks reaches it. */
export function avatarAddress({ request }: Pick<Call, "request">, { uuid }: Pick<User, "uuid">): string {
  return `${originOf(request)}/api/avatar/${uuid}.svg`;
}
