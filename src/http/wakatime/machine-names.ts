import { type Machine, machinesOf } from "../../app/programs.ts";
import { rfc3339 } from "../../domain/range.ts";
import { owner, type Route } from "../call.ts";
import { PAGE, pagingOf } from "../paging.ts";

const A_PAGE = 100;

/** `GET users/:user/machine_names`: the computers heartbeats came from, the last seen first. Source: wakatime-api §8.3. */
export const machineNames: Route = {
  method: "GET",
  path: "/users/:user/machine_names",
  bases: "all",
  need: "read",
  summary: "your machines, the last seen first, 100 a `page`",
  parameters: [PAGE],
  async answer(call) {
    const user = owner(call, call.params["user"] ?? "");
    const { context, background } = call.services;
    const machines = machinesOf(context.store, user, await background.sourcesSeen(user.id));
    const { skip, size, fields } = pagingOf(call, machines.length, A_PAGE);
    return { data: machines.slice(skip, skip + size).map(machineView), ...fields };
  },
};

/** Addresses are not kept, so there is no `ip`. */
function machineView({ id, name, timeZone, firstMs, lastMs }: Machine): object {
  return {
    id,
    name,
    value: name,
    ip: null,
    timezone: timeZone ?? null,
    last_seen_at: rfc3339(lastMs),
    created_at: rfc3339(firstMs),
  };
}
