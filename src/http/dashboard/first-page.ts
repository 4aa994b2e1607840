import { firstPage, firstQuestions } from "../../../web/first-page.tsx";
import { PREPARED_ID, type Prepared } from "../../../web/prepared.ts";
import { AppError } from "../../app/errors.ts";
import type { Call, Route } from "../call.ts";
import { isOtherSite } from "../guard.ts";
import { columns } from "./columns.ts";
import { overview } from "./overview.ts";
import { visitor } from "./viewer.ts";

/** What answers the first questions of a page. */
const ROUTES: readonly Pick<Route, "path" | "answer">[] = [overview, columns];

/**
 * Returns what stands in a page at its first paint, and what it was drawn from: `markup` for its empty element, `data`
 * to stand behind that. Undefined where there is nothing to draw ahead: for other pages, for a visitor who has to sign
 * in first, for a link from another site, for a question that has no answer; the page then asks for itself and says so.
 */
export function preparedPage(
  call: Pick<Call, "services" | "request" | "address" | "access">,
): { readonly markup: string; readonly data: string } | undefined {
  const { request, access, services } = call;
  const { pathname, search } = new URL(request.url);
  const questions = firstQuestions(pathname, search);
  // A key opens the API; the page's own questions go without it.
  if (questions.length === 0 || access !== undefined || isOtherSite(request.headers)) return undefined;
  try {
    visitor({ ...call, path: pathname, params: {}, query: {} });
    const answers = questions.map((question) => [question, answerTo(call, question)] as const);
    const prepared: Prepared = {
      url: pathname + search,
      locale: localeOf(request.headers.get("accept-language")),
      answers: Object.fromEntries(answers),
    };
    return { markup: firstPage(prepared), data: dataBlock(prepared) };
  } catch (fault) {
    if (!(fault instanceof AppError)) services.context.log("warn", "a page was not drawn ahead", { error: fault });
    return undefined;
  }
}

function answerTo(call: Pick<Call, "services" | "request" | "address" | "access">, question: string): object {
  const { pathname, searchParams } = new URL(question, "http://hearth.invalid");
  const route = ROUTES.find(({ path }) => path === pathname);
  if (route === undefined) throw new Error(`a page asks ${pathname}, which is not answered ahead`);
  const query = Object.fromEntries(searchParams);
  const answer = route.answer({ ...call, path: pathname, params: {}, query });
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
