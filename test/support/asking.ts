import { expect } from "bun:test";
import type { Person, Side } from "./matrix.ts";
import type { SentHeartbeat } from "./reference.ts";

/** Asks with the person's key of a scope and returns the JSON of a 200. */
export async function asked<T = Record<string, unknown>>(
  side: Side,
  person: Person,
  path: string,
  scope: keyof Person["keys"] = "full",
): Promise<T> {
  const response = await side.send({ path, key: person.keys[scope] });
  const text = await response.text();
  expect({ path, status: response.status, text }).toEqual({ path, status: 200, text: expect.anything() });
  return JSON.parse(text) as T;
}

/** Sends heartbeats in one request; all must be taken. */
export async function sendAll(side: Side, person: Person, heartbeats: readonly SentHeartbeat[]): Promise<void> {
  const path = "/api/v1/users/current/heartbeats.bulk";
  const response = await side.send({ path, key: person.keys.write, body: heartbeats });
  const { responses } = (await response.json()) as { responses: readonly (readonly [object, number])[] };
  expect(responses.filter(([, status]) => status !== 201)).toEqual([]);
}

/** A heartbeat at a UTC time of NOW's day (`12:34:56`, or a whole ISO text) with fields of its own. */
export function beat(time: string, fields: Readonly<Record<string, unknown>> = {}): SentHeartbeat {
  const text = time.includes("T") ? time : `2026-11-21T${time}Z`;
  return { entity: "/tide/src/app.ts", type: "file", ...fields, time: Date.parse(text) / 1000 };
}
