import { firstPage, firstQuestions } from "../../../web/first-page.tsx";
import { PREPARED_ID, type Prepared } from "../../../web/prepared.ts";
import { markOf } from "../../app/changes.ts";
import { AppError } from "../../app/errors.ts";
import type { Call, Route } from "../call.ts";
import { isOtherSite } from "../guard.ts";
import { columns } from "./columns.ts";
import { overview } from "./overview.ts";
import { visitor } from "./viewer.ts";

/** What answers the first questions of a page. */
const ROUTES: readonly Pick<Route, "path" | "answer">[] = [overview, columns];

type Visit = Pick<Call, "services" | "request" | "address" | "access">;

/**
 * Whether a page is drawn ahead for who asks. Not other pages, not for a visitor who has to sign in first or comes by a
 * link from another site, and not with a key: that opens the API, and the page's own questions go without it.
 */
export function isDrawnAhead(visit: Visit): boolean {
  const { request, access } = visit;
  if (access !== undefined || isOtherSite(request.headers) || questionsOf(request).length === 0) return false;
  try {
    visitor(callOf(visit, "/"));
    return true;
  } catch (fault) {
    if (!(fault instanceof AppError)) throw fault;
    return false;
  }
}

/**
 * Returns what stands in a page at its first paint, its empty element included, and behind it what that was drawn from.
 * Undefined for a question that has no answer: the page then asks for itself, and says so.
 */
export function drawnAhead(visit: Visit): string | undefined {
  const { request, services } = visit;
  const { pathname, search } = new URL(request.url);
  try {
    // Before them: what changes meanwhile is a change after.
    const mark = markOf(services.context, visitor(callOf(visit, pathname)).user.id);
    const answers = questionsOf(request).map((question) => [question, answerTo(visit, question)] as const);
    const { markup, prepared } = firstPage({
      url: pathname + search,
      locale: localeOf(request.headers.get("accept-language")),
      mark,
      answers: Object.fromEntries(answers),
    });
    return `<div id="page">${markup}</div>${dataBlock(prepared)}`;
  } catch (fault) {
    // Half of the page is sent; without this one the browser draws it as it does the others.
    if (!(fault instanceof AppError)) services.context.log("error", "a page was not drawn ahead", { error: fault });
    return undefined;
  }
}

function questionsOf({ url }: Request): readonly string[] {
  const { pathname, search } = new URL(url);
  return firstQuestions(pathname, search);
}

function callOf(visit: Visit, path: string, query: Call["query"] = {}): Call {
  return { ...visit, path, params: {}, query };
}

function answerTo(visit: Visit, question: string): object {
  const { pathname, searchParams } = new URL(question, "http://hearth.invalid");
  const route = ROUTES.find(({ path }) => path === pathname);
  if (route === undefined) throw new Error(`a page asks ${pathname}, which is not answered ahead`);
  const answer = route.answer(callOf(visit, pathname, Object.fromEntries(searchParams)));
  if (answer instanceof Promise) throw new Error(`${pathname} takes a while: it is not for a first paint`);
  return answer;
}

/** Returns data as an element of a page; no text in it can end the element. */
function dataBlock(prepared: Prepared): string {
  const json = JSON.stringify(prepared).replaceAll("<", "\\u003c");
  return `<script type="application/json" id="${PREPARED_ID}">${json}</script>`;
}

/** Returns the language a browser asks for first of those we can write numbers in; without any this machine's. */
function localeOf(acceptLanguage: string | null): string {
  for (const part of acceptLanguage?.split(",") ?? []) {
    try {
      const { baseName } = new Intl.Locale(part.split(";")[0]?.trim() ?? "");
      if (Intl.DateTimeFormat.supportedLocalesOf(baseName).length > 0) return baseName;
    } catch {
      // Not a language, such as `*`.
    }
  }
  return Intl.DateTimeFormat().resolvedOptions().locale;
}
