import { displayName } from "../../app/users.ts";
import { decimalOf, digitalOf, secondsOf, textOf } from "../../domain/format.ts";
import { decodeBody, readBody } from "../body.ts";
import { owner, type Route } from "../call.ts";

/**
 * `POST users/:user/file_experts`: who knows a file; at home that is the asker, with the time earned in it.
 * Source: wakatime-api §4.20. An empty list would throw inside VS Code's web build, so there is always one entry.
 */
export const fileExperts: Route = {
  method: "POST",
  path: "/users/:user/file_experts",
  bases: "all",
  need: "any",
  summary: "who worked on a file: the asker, with their time in it",
  async answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const body = decodeBody(await readBody(call.request));
    const entity = typeof body === "object" && body !== null && "entity" in body ? body.entity : undefined;
    const ms = typeof entity === "string" ? await call.services.background.entityTotalMs(user.id, entity) : 0;
    const total = secondsOf(ms);
    return {
      data: [
        {
          total: {
            decimal: decimalOf(total),
            digital: digitalOf(total),
            text: textOf(total),
            total_seconds: total,
          },
          user: { id: user.uuid, is_current_user: true, long_name: displayName(user), name: user.name },
        },
      ],
    };
  },
};
