import type { LogLevel } from "./config/values.ts";

/** One event of the server's life. `event` is a short constant phrase, so that logs can be searched and counted by it. */
export type Log = Record<LogLevel, (event: string, details?: Readonly<Record<string, unknown>>) => void>;

const severities: Record<LogLevel, number> = { debug: 0, info: 1, warn: 2, error: 3 };

/** One JSON line an event, on stderr: stdout is for what a person asked to read. */
export function createLog(
  least: LogLevel,
  write: (line: string) => unknown = (line) => process.stderr.write(line),
): Log {
  const at =
    (level: LogLevel) =>
    (event: string, details: Readonly<Record<string, unknown>> = {}) => {
      if (severities[level] < severities[least]) return;
      write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...details }, plain)}\n`);
    };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** JSON has no errors and no bigints. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Error) {
    return {
      message: value.message,
      stack: value.stack,
      cause: value.cause,
      ...("code" in value && { code: value.code }),
    };
  }
  return value;
}
