import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ApiError } from "@spanloom/wire";

/**
 * Where an experiment's artifacts go, as a client wrote it. A local path that is relative is below the server's
 * working directory. Throws INVALID_PARAMETER_VALUE for what cannot be a folder's URI.
 */
export function artifactLocationParameter(location: string | undefined): string | undefined {
  if (!location) return undefined;
  const [, scheme = ""] = /^([a-z][a-z0-9+.-]*):/i.exec(location) ?? [];
  const [, path = "", query = ""] = /^([^?#]*)(?:\?([^#]*))?/s.exec(location)!;
  const hasParams =
    schemesWithParams.includes(scheme.toLowerCase()) && path.slice(path.lastIndexOf("/") + 1).includes(";");
  if (location.includes("#") || hasParams) throw refused("'artifact_location' URL can't include fragments or params.");
  if (fullyDecoded(query).includes("..")) throw refused("Invalid query string");
  if (scheme === "runs") throw refused(`Artifact location cannot be a runs:/ URI. Given: '${location}'`);
  const absolute = absoluteLocation(location, scheme);
  if (absolute.length > maxLength) {
    throw refused(
      `Invalid artifact path length. The length of the artifact path cannot be greater than ${maxLength} characters.`,
    );
  }
  return absolute;
}

/** Those in which `;` sets parameters off (RFC 1808, and what Python takes from it). */
const schemesWithParams = ["", "ftp", "hdfs", "http", "https", "sftp"];

const maxLength = 2048;

function absoluteLocation(location: string, scheme: string): string {
  if (scheme === "") return isAbsolute(location) ? location : resolve(location);
  if (scheme !== "file") return location;
  const path = location.slice("file:".length);
  return path.startsWith("/") ? location : pathToFileURL(resolve(path)).href;
}

/** A query may be percent-encoded several times over to hide what it says. */
function fullyDecoded(text: string): string {
  for (let at = text; ; ) {
    let decoded: string;
    try {
      decoded = decodeURIComponent(at);
    } catch {
      return at;
    }
    if (decoded === at) return at;
    at = decoded;
  }
}

function refused(message: string): ApiError {
  return new ApiError("INVALID_PARAMETER_VALUE", message);
}
