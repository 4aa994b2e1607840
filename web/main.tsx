import { render } from "preact";
import { LocationProvider } from "preact-iso";
import { App } from "./app.tsx";
import { OURS } from "./routes.ts";
import { applyTheme } from "./theme.ts";

applyTheme();

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

// The script stands in the head, so that a theme chosen by hand is set before the first paint.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
