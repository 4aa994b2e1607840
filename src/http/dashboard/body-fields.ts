import { AppError } from "../../app/errors.ts";
import { decodeBody, readBody } from "../body.ts";
import type { Call } from "../call.ts";

/** The fields of a JSON object, unchecked. */
export type Fields = Readonly<Record<string, unknown>>;

/** Returns the fields of a call's body. @throws AppError `malformed` for what is no JSON object. */
export async function bodyFields({ request }: Pick<Call, "request">): Promise<Fields> {
  const body = decodeBody(await readBody(request));
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw new AppError("malformed", "The body must be a JSON object");
  return body as Fields;
}

/** Returns a text field, undefined when it is absent. @throws AppError `invalid` naming a field that is no text. */
export function textField(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || typeof value === "string") return value;
  throw new AppError("invalid", `${name} must be a text`, { parameter: name });
}
