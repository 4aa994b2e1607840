/** @jsxImportSource preact */
// What runs before a page is seen: the theme that was chosen by hand, and the order of the rest. It is small, because
// the first paint waits for it.
import { PREPARED_ID } from "./prepared.ts";
import { applyTheme } from "./theme.ts";

applyTheme();

const start = () => void import("./start.tsx");

// A page that the server drew is shown first and comes alive after; one that nobody looks at is not painted.
if (document.getElementById(PREPARED_ID) === null || document.hidden) start();
else requestAnimationFrame(() => setTimeout(start));
