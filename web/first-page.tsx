// The first drawing of a page, made by the server with the page's own components, so that a browser shows it before it
// has read any script. No answer of one visitor may stay for another: drawing is one step that nothing interrupts.
import { LocationProvider } from "preact-iso";
import { renderToString } from "preact-render-to-string";
import { giveAnswers } from "./answer.ts";
import { App } from "./app.tsx";
import { speak } from "./format.ts";
import { overviewQuestions } from "./pages/overview.tsx";
import type { Prepared } from "./prepared.ts";
import { viewOf } from "./view.ts";

/** Returns what a page asks the server first, as addresses below `/-/`; nothing of a page that is not drawn ahead. */
export function firstQuestions(path: string, search: string): readonly string[] {
  return path === "/" ? Object.values(overviewQuestions(viewOf(path, search, nowhere))) : [];
}

/** Returns the page as HTML, from answers to its first questions. */
export function firstPage({ url, locale, answers }: Prepared): string {
  const { pathname, searchParams } = new URL(url, "http://hearth.invalid");
  const here = { url, path: pathname, query: Object.fromEntries(searchParams) };
  speak(locale);
  giveAnswers(answers);
  try {
    return renderToString(
      <LocationProvider.ctx.Provider value={{ ...here, route: nowhere, back: nowhere, forward: nowhere }}>
        <App />
      </LocationProvider.ctx.Provider>,
    );
  } finally {
    giveAnswers({});
  }
}

function nowhere() {}
