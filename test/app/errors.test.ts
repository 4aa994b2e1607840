import { expect, test } from "bun:test";
import { APP_ERROR_CODES, AppError } from "../../src/app/errors.ts";

test.each([...APP_ERROR_CODES])("an error keeps its code %s and its sentence", (code) => {
  const error = new AppError(code, "It cannot be done");
  expect(error).toBeInstanceOf(Error);
  expect({ code: error.code, message: error.message, name: error.name }).toEqual({
    code,
    message: "It cannot be done",
    name: "AppError",
  });
});

test("an error keeps what it was given beside its sentence", () => {
  const cause = new Error("disk full");
  const error = new AppError("unavailable", "Storage is full", {
    short: "Full",
    parameter: "limit",
    retryAfterSeconds: 3,
    details: { freeBytes: 0 },
    cause,
  });
  expect(error.cause).toBe(cause);
  expect([error.short, error.parameter, error.retryAfterSeconds, error.details]).toEqual([
    "Full",
    "limit",
    3,
    { freeBytes: 0 },
  ]);
});

test("an error without options has none of them", () => {
  const error = new AppError("conflict", "It is there already");
  expect([error.short, error.parameter, error.retryAfterSeconds, error.details]).toEqual(Array(4).fill(undefined));
  expect("cause" in error).toBe(false);
});

test("a code that needs a status is not written twice", () => {
  expect(new Set(APP_ERROR_CODES).size).toBe(APP_ERROR_CODES.length);
});
