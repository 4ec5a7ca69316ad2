import { ArtifactError } from "@spanloom/artifacts";
import { DataDirectoryInUse, SchemaError } from "@spanloom/store";
import { UsageError } from "./config/load.ts";

/** The sentence for a failure that the person at the keyboard can mend; undefined for a bug, which needs its stack. */
export function explain(error: unknown): string | undefined {
  if (error instanceof ArtifactError) return error.message;
  if (error instanceof UsageError || error instanceof SchemaError || error instanceof DataDirectoryInUse) {
    return error.message;
  }
  const { code, message, address, port, path } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  switch (code) {
    case "EADDRINUSE":
      return `Port ${port} of ${address} is taken. Stop what listens there, or choose another with --port.`;
    case "EADDRNOTAVAIL":
      return `${address} is not an address of this machine. Choose another with --host.`;
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return port === undefined
        ? `No permission to write to ${path}. Choose another directory with --data-dir.`
        : `No permission to listen on port ${port}. Choose one above 1023 with --port.`;
    case "EEXIST":
    case "ENOTDIR":
      return `${path} is not a directory. Choose another with --data-dir.`;
    case "ENOSPC":
      return `The disk that ${path ?? "the data directory"} lies on is full. Free some space, or choose another --data-dir.`;
    case "ECONNREFUSED":
    case "ENOTFOUND":
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
      return `Cannot reach Postgres (${message || code}). Check --backend-store-uri.`;
    case "28P01":
    case "28000":
    case "3D000":
      return `Postgres refused the connection: ${message}. Check --backend-store-uri.`;
    default:
      return undefined;
  }
}
