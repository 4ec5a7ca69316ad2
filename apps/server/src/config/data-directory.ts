import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/**
 * Where the embedded Postgres lives unless told otherwise: the system's place for application data. Root has
 * /var/lib, because Postgres runs as another user there, who could not enter root's home. An account without a
 * writable home gets `.spanloom` in the working directory.
 */
export function dataDirectory(): string {
  if (process.getuid?.() === 0) return "/var/lib/spanloom";
  const home = homedir();
  try {
    accessSync(home, constants.W_OK);
  } catch {
    return resolve(".spanloom");
  }
  if (process.platform === "darwin") return join(home, "Library", "Application Support", "Spanloom");
  if (process.platform === "win32") return join(home, "AppData", "Local", "Spanloom");
  return join(home, ".local", "share", "spanloom");
}
