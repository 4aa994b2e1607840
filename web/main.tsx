import { render } from "preact";
import { LocationProvider } from "preact-iso";
import { askEarly } from "./answer.ts";
import { App } from "./app.tsx";
import { overviewQuestions } from "./pages/overview.tsx";
import { OURS } from "./routes.ts";
import { applyTheme } from "./theme.ts";
import { viewOf } from "./view.ts";

applyTheme();

/** Asks what the overview will ask, while it is still being drawn for the first time. */
function askFirst(): void {
  if (location.pathname !== "/") return;
  const { overview, columns } = overviewQuestions(viewOf("/", location.search, () => {}));
  askEarly(overview);
  askEarly(columns);
}

function start(): void {
  const page = document.getElementById("page");
  if (page === null) return;
  render(
    <LocationProvider scope={OURS}>
      <App />
    </LocationProvider>,
    page,
  );
}

askFirst();
// The script stands in the head, so that a theme chosen by hand is set before the first paint.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
