/** @jsxImportSource preact */
import { useState } from "preact/hooks";
import { applyTheme, chosenTheme, THEMES } from "../../theme.ts";

const NAMES = { system: "as the system", light: "light", dark: "dark" } as const;

/** Light or dark, in this browser. */
export function Appearance() {
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <section aria-label="Appearance">
      <h2>Appearance</h2>
      <p class="actions">
        {THEMES.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === theme}
            onClick={() => {
              applyTheme(one);
              setTheme(one);
            }}
          >
            {NAMES[one]}
          </button>
        ))}
        <span class="muted small">in this browser</span>
      </p>
    </section>
  );
}
