/** @jsxImportSource preact */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import type { PageRoute } from "../routes.ts";
import { useView } from "../view.ts";
import { keysOfPage } from "./keys.ts";
import { RANGES } from "./ranges.ts";

/** Keys of single letters, and the list of them on `?`. They rest while something is typed. */
export function KeyList({ pages }: { pages: readonly PageRoute[] }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { route } = useLocation();
  const view = useView();
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const work = workOf(event.key);
      if (work === undefined) return;
      event.preventDefault();
      work();
    };
    const workOf = (key: string): (() => void) | undefined => {
      if (key === "?") return () => setOpen(true);
      if (dialog.current?.open) return undefined;
      const page = pages[Number(key) - 1];
      if (page !== undefined) return () => route(page.path);
      const found = keysOfPage.get(key);
      if (found !== undefined) return found;
      const range = RANGES.find((one) => one.key === key);
      return range && keysOfPage.has("range")
        ? () => view.go({ range: range.name, start: undefined, end: undefined })
        : undefined;
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [route, view, pages]);
  useLayoutEffect(() => {
    if (isOpen) dialog.current?.showModal();
  }, [isOpen]);
  if (!isOpen) return null;
  return (
    <dialog ref={dialog} aria-labelledby="keys" onClose={() => setOpen(false)}>
      <h2 id="keys">Keys</h2>
      <table>
        <tbody>
          {pages.map(({ title }, i) => (
            <KeyRow key={title} keys={[String(i + 1)]} does={title} />
          ))}
          {RANGES.map(({ key, text }) => (
            <KeyRow key={text} keys={[key]} does={text} />
          ))}
          <KeyRow keys={["←", "→"]} does="Previous, next" />
          <KeyRow keys={["c"]} does="Choose dates" />
          <KeyRow keys={["x"]} does="Compare with the time before" />
          <KeyRow keys={["i"]} does="Leave AI time out, or in" />
          <KeyRow keys={["/"]} does="Search" />
          <KeyRow keys={["Esc"]} does="Clear filters" />
          <KeyRow keys={["?"]} does="These keys" />
        </tbody>
      </table>
      <form method="dialog" class="actions">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}

function KeyRow({ keys, does }: { keys: readonly string[]; does: string }) {
  return (
    <tr>
      <th scope="row">
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </th>
      <td>{does}</td>
    </tr>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName) ||
      target.closest("svg") !== null)
  );
}
