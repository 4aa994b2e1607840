import { describe, expect, test } from "bun:test";
import { categoryOf, categoryTitle } from "../../src/domain/category.ts";

describe("categoryOf", () => {
  test.each([
    { sent: "coding", type: "file", expected: "coding" },
    { sent: " Writing Docs ", type: "file", expected: "writing docs" },
    { sent: "AI Coding", type: "file", expected: "ai coding" },
    { sent: "Modelling", type: "file", expected: "modelling" },
    { sent: "Tickets", type: "Tickets", expected: "tickets" },
    { sent: "meeting", type: "url", expected: "meeting" },
    { sent: undefined, type: "file", expected: "coding" },
    { sent: undefined, type: "app", expected: "coding" },
    { sent: undefined, type: "event", expected: "coding" },
    { sent: undefined, type: "domain", expected: "browsing" },
    { sent: undefined, type: "url", expected: "browsing" },
    { sent: "  ", type: "Domain", expected: "browsing" },
    { sent: undefined, type: "", expected: "coding" },
  ])("$sent of type $type is $expected", ({ sent, type, expected }) => {
    expect(categoryOf(sent, type)).toBe(expected);
  });

  test("control characters do not count", () => {
    expect(categoryOf("debug\0ging\n", "file")).toBe("debugging");
    expect(categoryOf("\0", "url")).toBe("browsing");
  });
});

describe("categoryTitle", () => {
  test.each([
    { slug: "coding", expected: "Coding" },
    { slug: "ai coding", expected: "AI Coding" },
    { slug: "writing docs", expected: "Writing Docs" },
    { slug: "code reviewing", expected: "Code Reviewing" },
    { slug: "manual testing", expected: "Manual Testing" },
    { slug: "aiming high", expected: "Aiming High" },
    { slug: "modelling", expected: "Modelling" },
    { slug: "", expected: "" },
  ])("$slug is shown as $expected", ({ slug, expected }) => {
    expect(categoryTitle(slug)).toBe(expected);
  });
});
