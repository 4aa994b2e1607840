import { inTransaction } from "../db/database.ts";
import { metaValue, setMetaValue } from "../db/meta.ts";
import type { Context } from "./context.ts";
import { newSecret } from "./secret.ts";

const KEY = "instance";

/**
 * Returns eight hexadecimal digits that are this database's own, made when it has none. Browsers keep cookies by host
 * name without the port, so two servers on one computer would overwrite each other's of the same name.
 */
export function instanceName(context: Context): string {
  const { connection } = context.store;
  const known = metaValue(connection.client, KEY);
  if (known !== undefined) return known;
  return inTransaction(connection, () => {
    const made = metaValue(connection.client, KEY) ?? newSecret(context).slice(-8);
    setMetaValue(connection.client, KEY, made);
    return made;
  });
}
