import { type Share, SUMS } from "../db/cells.ts";
import type { Grouped, Key, Named, Summed } from "../db/heartbeats.ts";
import type { PlaceholderRow } from "../db/placeholders.ts";
import type { Store } from "../db/store.ts";
import { countedMs } from "../domain/credit.ts";
import { DIMENSIONS, GROUP_WIDTH, record } from "../domain/dimension.ts";

const PLACE = record(DIMENSIONS, (dimension) => DIMENSIONS.indexOf(dimension));

type Resolved = Pick<PlaceholderRow, "project_id" | "language_id" | "branch_id">;

/**
 * Writes into `into` the names a heartbeat counts under: what was sent, resolved and derived, 0 = Unknown.
 * `resolved` is its placeholder row, needed only when its source has sentinels. Interns a default category, so the
 * first heartbeat of a kind needs a write transaction.
 */
export function namesOf(
  store: Store,
  userId: number,
  row: Grouped,
  resolved: Resolved | undefined,
  into: Uint32Array,
): void {
  const source = store.sources.byId(row.source_id);
  const { sentinels } = source.sent;
  into[PLACE.project] = (sentinels.project ? resolved?.project_id : row.project_id) ?? 0;
  const languageId = (sentinels.language ? resolved?.language_id : row.language_id) ?? undefined;
  into[PLACE.language] =
    languageId === undefined ? languageByFile(store, row) : store.names.byId(languageId).canonicalId;
  into[PLACE.editor] = source.editorId;
  into[PLACE.operating_system] = source.operatingSystemId;
  into[PLACE.machine] = source.machineId;
  into[PLACE.category] =
    row.category_id === null
      ? defaultCategory(store, userId, row.type_id)
      : store.names.byId(row.category_id).canonicalId;
  into[PLACE.branch] = (sentinels.branch ? resolved?.branch_id : row.branch_id) ?? 0;
  into[PLACE.ai_model] = row.ai_model_id ?? source.aiModelId;
}

/** Only a file has a language by its name: `docs.example.org` is no Org document. */
function languageByFile(store: Store, row: Grouped): number {
  return row.type_id === null && row.entity_id !== null ? store.names.byId(row.entity_id).languageId : 0;
}

/** Blank category: `browsing` for domain and url, else `coding` (contract §3). */
function defaultCategory(store: Store, userId: number, typeId: number | null): number {
  const type = typeId === null ? "file" : store.names.byId(typeId).value.toLowerCase();
  return store.names.intern(userId, "category", type === "domain" || type === "url" ? "browsing" : "coding")
    .canonicalId;
}

const scratch = new Uint32Array(GROUP_WIDTH);

/** Returns the id of the group a heartbeat counts under; only inside a write transaction. */
export function groupOf(store: Store, userId: number, row: Grouped, resolved: Resolved | undefined): number {
  namesOf(store, userId, row, resolved, scratch);
  return store.groups.intern(userId, scratch);
}

/** Returns what a heartbeat adds to the rollup. Written out: it is made for every heartbeat of a recount. */
export function shareOf(
  row: Pick<Named, "dependencies_id" | "ai_session_id"> & Pick<Key, "time">,
  { creditMs, isIdle }: Pick<Share, "creditMs" | "isIdle">,
  groupId: number,
  sums: Share["sums"],
): Share {
  return {
    timeMs: countedMs(row.time),
    creditMs,
    isIdle,
    groupId,
    sums,
    dependenciesId: row.dependencies_id ?? 0,
    sessionId: row.ai_session_id ?? 0,
  };
}

/**
 * Returns the lines and tokens of a heartbeat in the order of SUMS, undefined when it has none.
 * Net changes count as additions when positive, as deletions when negative; the older `line_additions` and
 * `line_deletions` are a person's. Source: wakatime-api §5.6.
 */
export function sumsOfHeartbeat(row: Summed): Float64Array | undefined {
  if (
    row.human_line_changes === null &&
    row.ai_line_changes === null &&
    row.line_additions === null &&
    row.line_deletions === null &&
    row.ai_input_tokens === null &&
    row.ai_cached_input_tokens === null &&
    row.ai_output_tokens === null &&
    row.ai_prompt_length === null
  )
    return undefined;
  const human = row.human_line_changes ?? 0;
  const ai = row.ai_line_changes ?? 0;
  const prompt = atLeast0(row.ai_prompt_length);
  const sums = new Float64Array(SUMS.length);
  sums[0] = atLeast0(human) + atLeast0(row.line_additions);
  sums[1] = atLeast0(-human) + atLeast0(row.line_deletions);
  sums[2] = atLeast0(ai);
  sums[3] = atLeast0(-ai);
  sums[4] = atLeast0(row.ai_input_tokens);
  sums[5] = atLeast0(row.ai_cached_input_tokens);
  sums[6] = atLeast0(row.ai_output_tokens);
  sums[7] = prompt > 0 ? 1 : 0;
  sums[8] = prompt;
  for (let i = 0; i < SUMS.length; i++) if (sums[i] !== 0) return sums;
  return undefined;
}

function atLeast0(value: number | null): number {
  return value === null || value < 0 ? 0 : value;
}
