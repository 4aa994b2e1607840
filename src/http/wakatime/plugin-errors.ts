import { decodeBody, readBody } from "../body.ts";
import { asker, type Route } from "../call.ts";

const LONGEST_LOGGED = 100;
const LOGGED = ["plugin", "cli_version", "platform", "architecture", "error_message"] as const;

/**
 * `POST plugins/errors`: what wakatime-cli sends after a crash. The operator's log gets the short facts; the client's
 * own log may hold keys and file names, so it is read within the body limit and dropped.
 */
export const pluginErrors: Route = {
  method: "POST",
  path: "/plugins/errors",
  bases: "all",
  need: "write",
  summary: "crash reports of wakatime-cli: noted in the log, not kept",
  async answer(call) {
    asker(call);
    const body = decodeBody(await readBody(call.request));
    const sent = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
    const fields = LOGGED.flatMap((name) => {
      const value = sent[name];
      return typeof value === "string" ? [[name, value.slice(0, LONGEST_LOGGED)] as const] : [];
    });
    call.services.context.log("warn", "an editor plugin reports an error", Object.fromEntries(fields));
    return Response.json({}, { status: 201 });
  },
};
