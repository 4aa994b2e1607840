import { useState } from "preact/hooks";

const COPIED_MS = 2_000;

/** How to connect an editor: a key from the command line, and the lines of the configuration file with this address. */
export function Connect() {
  const lines = [
    "[settings]",
    `api_url = ${location.origin}/api/hackatime/v1`,
    "api_key = YOUR_KEY",
    "heartbeat_rate_limit_seconds = 30",
  ].join("\n");
  return (
    <section>
      <h2>Connect an editor</h2>
      <ol>
        <li>
          <p>Make a key for it, in a terminal on the computer where Hearth runs:</p>
          <Snippet text="hearth key create my-editor" />
        </li>
        <li>
          <p>
            Put this into <code>~/.wakatime.cfg</code> (on Windows <code>%USERPROFILE%\.wakatime.cfg</code>), with that
            key:
          </p>
          <Snippet text={lines} />
        </li>
        <li>
          <p>Install the WakaTime plugin of your editor and save a file. Time counts from the second heartbeat.</p>
        </li>
      </ol>
    </section>
  );
}

function Snippet({ text }: { text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), COPIED_MS);
  };
  return (
    <div class="snippet">
      <pre>{text}</pre>
      {/* Only a secure context, which localhost is, may write to the clipboard. */}
      {window.isSecureContext && (
        <button type="button" onClick={copy}>
          {isCopied ? "Copied" : "Copy"}
        </button>
      )}
    </div>
  );
}
