/** @jsxImportSource preact */
import type { StorageAnswer } from "../../../src/http/dashboard/storage-answer.ts";
import { bytesText, count, language } from "../../format.ts";

/** Where one's history lies and how large it is. */
export function StoragePart({ storage: value }: { storage: StorageAnswer }) {
  const day = (ms: number) => new Date(ms).toLocaleDateString(language(), { dateStyle: "medium" });
  return (
    <section aria-label="Storage">
      <h2>Storage</h2>
      <div class="fields">
        <span>Heartbeats</span>
        <span>
          {count(value.heartbeats)}
          {value.first_ms !== null && value.last_ms !== null && `, ${day(value.first_ms)} – ${day(value.last_ms)}`}
        </span>
        <span>Size</span>
        <span>{bytesText(value.size_bytes)}</span>
        {value.data_directory !== null && (
          <>
            <span>Folder</span>
            <code>{value.data_directory}</code>
          </>
        )}
        <span>Versions</span>
        <span>
          Hearth {value.versions.hearth}, Bun {value.versions.bun}, SQLite {value.versions.sqlite}
        </span>
      </div>
    </section>
  );
}
