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

/** A button that copies a text; absent where the browser may not: only a secure context, which localhost is, may. */
export function CopyButton({ text, label }: { text: () => string; label: string }) {
  const [isCopied, setCopied] = useState(false);
  if (!window.isSecureContext) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <button type="button" onClick={copy}>
      <span aria-live="polite">{isCopied ? "Copied" : label}</span>
    </button>
  );
}
