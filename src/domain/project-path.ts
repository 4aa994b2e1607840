/**
 * Returns the path of a file below its project's root, with `/`; as sent where the root cannot be told.
 *
 * The root is what `rootCount` says, the number of the root's parts as clients count them; without it, or where it does
 * not fit, the last folder on the path that is called like the project (or like its last part, for `owner/name`).
 *
 * ```
 *  /home/ada/src/hearth/web/app.tsx    rootCount 5, parts "", home, ada, src, hearth   -> web/app.tsx
 *  C:\src\hearth\main.ts               project hearth                                  -> main.ts
 * ```
 * Source: wakatime-api §5 (`project_root_count`); the project's name is ours.
 */
export function projectPath(entity: string, project: string, rootCount: number | null): string {
  const parts = entity.replaceAll("\\", "/").split("/");
  const folder = project.split("/").at(-1);
  const isRoot = (i: number) => i > 0 && i < parts.length && parts[i - 1] === folder;
  const counted = rootCount ?? 0;
  const root = isRoot(counted) ? counted : parts.findLastIndex((_, i) => isRoot(i));
  if (root > 0) return parts.slice(root).join("/");
  // The folder may have another name than the project: then the count alone says where it ends.
  return counted > 1 && counted < parts.length ? parts.slice(counted).join("/") : entity;
}
