import type { Database } from "bun:sqlite";
import { NAME_KINDS } from "./names.ts";

/** Returns the ids of the names of a user's archived projects, with when that was, epoch seconds. */
export function archivedProjects(client: Database, userId: number): Map<number, number> {
  const rows = client
    .query<{ id: number; archived_at: number }, [number, number]>(
      "SELECT id, archived_at FROM names WHERE user_id = ? AND kind = ? AND archived_at IS NOT NULL",
    )
    .all(userId, NAME_KINDS.project);
  return new Map(rows.map(({ id, archived_at }) => [id, archived_at]));
}

/** Archives a project by the id of its name, or with null takes it back; epoch seconds. */
export function setArchived(client: Database, nameId: number, archivedAt: number | null): void {
  client.query("UPDATE names SET archived_at = ? WHERE id = ?").run(archivedAt, nameId);
}
