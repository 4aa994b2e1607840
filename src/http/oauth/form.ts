import { decodeBody, readBody } from "../body.ts";

/** Reads a field of a body; blank ones are as absent. */
export type FormField = (name: string) => string | undefined;

const utf8 = new TextDecoder();

/** Returns the fields of a body, a form or a JSON object as its content says. @throws AppError `malformed` or `too_large`. */
export async function formFields(request: Request): Promise<FormField> {
  const bytes = await readBody(request);
  const text = utf8.decode(bytes);
  if (!text.trimStart().startsWith("{")) {
    const form = new URLSearchParams(text);
    return (name) => form.get(name) || undefined;
  }
  const json = decodeBody(bytes) as Readonly<Record<string, unknown>>;
  return (name) => {
    const value = Object.hasOwn(json, name) ? json[name] : undefined;
    return typeof value === "string" && value !== "" ? value : undefined;
  };
}
