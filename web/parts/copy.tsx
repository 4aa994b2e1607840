/** @jsxImportSource preact */
import { useState } from "preact/hooks";

const COPIED_MS = 2_000;

/** A text to copy, with a button that does it. */
export function Snippet({ text, label = "Copy" }: { text: string; label?: string }) {
  return (
    <div class="snippet">
      <pre>{text}</pre>
      <CopyButton text={() => text} label={label} />
    </div>
  );
}

/** A button that copies a text. */
export function CopyButton({ text, label }: { text: () => string; label: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await toClipboard(text());
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <button type="button" onClick={copy}>
      <span aria-live="polite">{isCopied ? "Copied" : label}</span>
    </button>
  );
}

/** Copies a text. Only a secure context, which localhost is, has a clipboard; elsewhere a selection can still be copied. */
async function toClipboard(text: string): Promise<void> {
  if (window.isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.className = "hidden";
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
}
