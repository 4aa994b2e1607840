import { expect } from "bun:test";
import type { Sending, Side } from "./matrix.ts";

/** One request and everything that must be true of its answer. A body that is not empty must be looked at. */
export type Scenario = Sending & {
  readonly name: string;
  readonly status: number;
  /** texts the body holds */
  readonly has?: readonly string[];
  /** texts the body does not hold */
  readonly hasNot?: readonly string[];
  /** what the body is as JSON; may hold matchers */
  readonly json?: unknown;
  /** headers of the answer; null = absent */
  readonly answers?: Readonly<Record<string, unknown>>;
};

/** Sends a scenario's request and checks its answer; returns the body's text. */
export async function play(side: Side, scenario: Scenario): Promise<string> {
  const response = await side.send(scenario);
  const text = await response.text();
  const { has = [], hasNot = [], json, answers = {} } = scenario;
  expect({ status: response.status, text }).toEqual({ status: scenario.status, text: expect.anything() });
  for (const part of has) expect(text).toContain(part);
  for (const part of hasNot) expect(text).not.toContain(part);
  if (json !== undefined) {
    expect(response.headers.get("content-type")).toStartWith("application/json");
    expect(JSON.parse(text)).toEqual(json);
  }
  for (const [name, value] of Object.entries(answers)) expect<unknown>(response.headers.get(name)).toEqual(value);
  if (text !== "" && has.length === 0 && json === undefined)
    throw new Error(`the scenario "${scenario.name}" does not look at the body it got`);
  return text;
}

/** Returns a matcher for the error shape; `parts` are fields that must be as given. */
export function errorShape(status: number, parts: { readonly error?: string; readonly type?: string } = {}): object {
  return {
    error: parts.error ?? expect.stringMatching(/^[A-Z]/),
    message: expect.stringMatching(/^\S.{8,}/),
    type: parts.type ?? expect.stringMatching(/^[A-Z][A-Za-z]+$/),
    status,
  };
}
