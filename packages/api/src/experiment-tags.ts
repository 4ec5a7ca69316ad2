import { ApiError, type ExperimentTag, parseJson } from "@spanloom/wire";
import { checkLength, maxKeyLength, nameParameter } from "./parameters.ts";

/** A tag of an experiment, checked. Its value is never cut: too long a one is refused. */
export function experimentTagParameter({ key = "", value = "" }: ExperimentTag): { key: string; value: string } {
  nameParameter(key, "key");
  checkLength("key", key, maxKeyLength);
  checkLength("value", value, maxValueLength);
  if (key === "mlflow.trace.archivalRetention") checkRetention(value);
  if (key === "mlflow.trace.archiveNow") checkArchiveNow(value);
  return { key, value };
}

const maxValueLength = 20_000;

/** `{"type": "duration", "value": "30d"}` */
function checkRetention(text: string): void {
  const config = configIn(text);
  if (config.type !== "duration") throw refused("Trace archival config must use type 'duration'.");
  checkDuration(config.value);
}

/** `{"older_than": "30d"}`, or without it: everything. */
function checkArchiveNow(text: string): void {
  const { older_than } = configIn(text);
  if (older_than !== undefined && older_than !== null) checkDuration(older_than);
}

function configIn(text: string): Record<string, unknown> {
  let config: unknown;
  try {
    config = parseJson(text);
  } catch {
    config = undefined;
  }
  if (typeof config !== "object" || config === null || Array.isArray(config))
    throw refused("Trace archival config must be encoded as a JSON object.");
  return config as Record<string, unknown>;
}

function checkDuration(value: unknown): void {
  const text = typeof value === "string" ? value.trim() : "";
  if (text.length > 32) throw refused("Trace archival duration must be at most 32 characters.");
  if (!/^[1-9][0-9]*[mhd]$/.test(text)) {
    throw refused("Trace archival retention must be in the form `<int><unit>`, where unit is one of 'm', 'h', or 'd'.");
  }
}

function refused(message: string): ApiError {
  return new ApiError("INVALID_PARAMETER_VALUE", message);
}
