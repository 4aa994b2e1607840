/** Today as the server counted it: exact ms, most time first. */
export type Today = {
  readonly user: string;
  readonly timezone: string;
  readonly total_ms: number;
  readonly total_text: string;
  readonly heartbeats: number;
  readonly dimensions: {
    readonly project: readonly { readonly name: string; readonly ms: number }[];
    readonly language: readonly { readonly name: string; readonly ms: number }[];
  };
};

/** What came of asking: today, or a sentence for the person. */
export type Answer = { readonly today: Today } | { readonly problem: string };

/** Asks the server for today; never throws. */
export async function askToday(signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch("/-/overview?range=today", { signal, headers: { accept: "application/json" } });
    const body = await response.json();
    return response.ok ? { today: body } : { problem: body.message };
  } catch {
    return { problem: "The server does not answer. It may be stopped, or starting again." };
  }
}
