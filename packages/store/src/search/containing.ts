import { invalidParameter } from "@spanloom/wire";

/** The pattern of `like` for texts that contain this one, whatever signs it has. Throws INVALID_PARAMETER_VALUE for NUL. */
export function containing(text: string): string {
  if (text.includes("\0")) throw invalidParameter("text", "must have no NUL characters");
  return `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}
