import { useLayoutEffect } from "preact/hooks";

/** Keys of the page that is shown, by what the keyboard calls them. */
export const keysOfPage = new Map<string, () => void>();

/** Makes a key do something while the page that asks for it is shown. */
export function useKey(key: string, work: () => void): void {
  // With the page, not after it: a key pressed at once means what is seen.
  useLayoutEffect(() => {
    keysOfPage.set(key, work);
    return () => {
      keysOfPage.delete(key);
    };
  }, [key, work]);
}
