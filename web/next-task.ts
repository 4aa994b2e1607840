/** Waits until the browser has had a turn: it may paint, and what was put off till after this one has run. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
