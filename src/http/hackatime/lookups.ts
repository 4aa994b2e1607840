import { AppError } from "../../app/errors.ts";
import { lookUpByEmail, lookUpBySlackId } from "../../app/users.ts";
import { asker, type Route } from "../call.ts";

/** The address as absent as somebody else's: what the asker may not know is not told apart from what is not there. */
const unknown = () =>
  new AppError("not_found", "There is no such user, or it is not for you to know", { short: "User not found" });

/** `GET users/lookup_email/:email`: admins find anyone, others themselves. */
export const lookupEmail: Route = {
  method: "GET",
  path: "/users/lookup_email/:email",
  bases: "all",
  need: "read",
  summary: "the id of the user with an e-mail address; admins find anyone, others themselves",
  answer(call) {
    const found = lookUpByEmail(call.services.context, asker(call).user, call.params["email"] ?? "");
    if (found === undefined) throw unknown();
    return { user_id: found.id, email: found.email };
  },
};

/** `GET users/lookup_slack_uid/:slack_uid`, likewise. */
export const lookupSlackId: Route = {
  method: "GET",
  path: "/users/lookup_slack_uid/:slack_uid",
  bases: "all",
  need: "read",
  summary: "the id of the user with a Slack id; admins find anyone, others themselves",
  answer(call) {
    const found = lookUpBySlackId(call.services.context, asker(call).user, call.params["slack_uid"] ?? "");
    if (found === undefined) throw unknown();
    return { user_id: found.id, slack_uid: found.slackId };
  },
};
