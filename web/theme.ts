/** How the pages look: as the system says, or always light or dark. Kept in this browser only. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "hearth-theme";

/** Returns the chosen theme; what cannot be read is the system's. */
export function chosenTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return THEMES.find((theme) => theme === kept) ?? "system";
  } catch {
    return "system";
  }
}

/** Sets the theme of this page: of `theme`, which is kept, or of the one chosen before. */
export function applyTheme(theme?: Theme): void {
  if (theme !== undefined)
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // A browser that keeps nothing shows it until the page is left.
    }
  const shown = theme ?? chosenTheme();
  if (shown === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = shown;
}
