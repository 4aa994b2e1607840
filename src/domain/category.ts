import { cleanText } from "./text.ts";

/**
 * Returns the category of a heartbeat in lower case: the one sent, whatever it is; blank or absent becomes `browsing` for
 * the types domain and url and `coding` for every other type.
 * **Source:** contract §3; WakaTime's CLI leaves the category out when it is plain coding.
 */
export function categoryOf(sent: string | undefined, type: string): string {
  const category = cleanText(sent ?? "").toLowerCase();
  if (category !== "") return category;
  return /^(?:domain|url)$/i.test(type.trim()) ? "browsing" : "coding";
}

/**
 * Returns a category as the WakaTime family shows it: each word with its first letter up, `AI` whole.
 * **Source:** WakaTime API, categories (`AI Coding`, `Writing Docs`).
 */
export function categoryTitle(slug: string): string {
  return slug
    .split(" ")
    .map((word) => (word === "ai" ? "AI" : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(" ");
}
