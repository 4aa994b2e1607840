import { posix, win32 } from "node:path";

/** What decides where a program keeps its data: the platform's name as in `process.platform`, and what the account says. */
export type Place = {
  readonly platform: string;
  /** Absolute path of the account's home; empty when there is none. */
  readonly homeDirectory: string;
  readonly env: Readonly<Record<string, string | undefined>>;
};

/** The path rules of a platform: drive letters and backslashes on Windows, slashes elsewhere. */
export function pathsOf(platform: string): typeof posix {
  return platform === "win32" ? win32 : posix;
}

/**
 * The folder where a program of this account keeps its data by the platform's convention, or undefined
 * when the account has no home directory to put it in.
 *
 * - Linux and others: `$XDG_DATA_HOME/hearth`, else `~/.local/share/hearth`. A relative value is ignored.
 *   Source: XDG Base Directory Specification, "Basics".
 * - macOS: `~/Library/Application Support/Hearth`
 * - Windows: `%LocalAppData%\Hearth`, else `AppData\Local\Hearth` in the home directory.
 */
export function platformDataDirectory(place: Place): string | undefined {
  const paths = pathsOf(place.platform);
  const named = place.platform === "win32" ? place.env["LOCALAPPDATA"] : place.env["XDG_DATA_HOME"];
  const folder = place.platform === "win32" || place.platform === "darwin" ? "Hearth" : "hearth";
  if (place.platform !== "darwin" && named !== undefined && paths.isAbsolute(named)) return paths.join(named, folder);
  if (!paths.isAbsolute(place.homeDirectory)) return undefined;
  if (place.platform === "win32") return paths.join(place.homeDirectory, "AppData", "Local", folder);
  if (place.platform === "darwin") return paths.join(place.homeDirectory, "Library", "Application Support", folder);
  return paths.join(place.homeDirectory, ".local", "share", folder);
}
