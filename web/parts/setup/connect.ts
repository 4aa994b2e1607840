// The lines that connect an editor, for each system.

/** Systems whose lines differ. */
export const SYSTEMS = [
  { id: "unix", name: "macOS, Linux, WSL", file: "~/.wakatime.cfg" },
  { id: "windows", name: "Windows", file: "%USERPROFILE%\\.wakatime.cfg" },
] as const;
export type SystemId = (typeof SYSTEMS)[number]["id"];

const INSTALLER = "https://raw.githubusercontent.com/hackclub/hackatime-setup/main";

/** Returns the address that editors send to, at the server a page came from. */
export function apiUrl(origin: string): string {
  return `${origin}/api/hackatime/v1`;
}

/** Returns the lines of the configuration file. */
export function configLines(origin: string, key: string): string {
  return `[settings]\napi_url = ${apiUrl(origin)}\napi_key = ${key}\nheartbeat_rate_limit_seconds = 30`;
}

/**
 * Returns the command of Hackatime's official installer, which writes the file and installs the plugins it can.
 * Source: hackclub/hackatime-setup, `install.sh KEY URL` and `install.ps1 -ApiKey -ApiUrl`.
 */
export function installerLine(system: SystemId, origin: string, key: string): string {
  return system === "windows"
    ? `& ([scriptblock]::Create((irm ${INSTALLER}/install.ps1))) -ApiKey ${key} -ApiUrl ${apiUrl(origin)}`
    : `curl -fsSL ${INSTALLER}/install.sh | bash -s -- ${key} ${apiUrl(origin)}`;
}

/** Returns the system that a browser says it runs on. */
export function systemOf(userAgent: string): SystemId {
  return /Windows/.test(userAgent) ? "windows" : "unix";
}
