import { ApiError, invalidParameter, missingParameter, parseTraceId } from "@spanloom/wire";

/** A string that must be there. Empty counts as missing, as with MLflow. */
export function required(name: string, value: string | undefined): string {
  if (value === undefined || value === "") throw missingParameter(name);
  return value;
}

/** A trace id in any of its texts, as 32 hex digits. */
export function traceIdParameter(name: string, value: string | undefined): string {
  const text = required(name, value);
  const hex = parseTraceId(text);
  if (hex === undefined)
    throw invalidParameter(name, "must be a trace id: 32 hex digits, also with tr- before them", text);
  return hex;
}

/** An id of a trace that is asked for. What cannot be an id of one is not found. */
export function knownTraceId(value: string | undefined, name: string): string {
  const text = required(name, value);
  const hex = parseTraceId(text);
  if (hex === undefined) throw traceNotFound(text);
  return hex;
}

export function traceNotFound(traceId: string): ApiError {
  return new ApiError("RESOURCE_DOES_NOT_EXIST", `Trace with ID '${traceId}' is not found.`);
}

export function experimentIdParameter(value: string | undefined): string {
  const text = required("experiment_id", value);
  if (!/^\d{1,18}$/.test(text)) {
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      `Invalid experiment ID '${text}'. Experiment ID must be a valid integer.`,
    );
  }
  return text;
}

export function experimentIdParameters(values: readonly string[]): string[] {
  return values.map(experimentIdParameter);
}

/** `max_results` and the like: absent is the default, and a value beyond the bounds is an error. */
export function boundedParameter(
  name: string,
  value: number | bigint | undefined,
  fallback: number,
  maximum: number,
): number {
  if (value === undefined) return fallback;
  if (value < 1 || value > maximum) throw invalidParameter(name, `must be between 1 and ${maximum}`, value);
  return Number(value);
}

/** A key of a tag as MLflow takes it: word characters of any script, and `/ . - :` and space. */
export function tagKeyParameter(value: string | undefined): string {
  const key = required("key", value);
  if (key.length > 250) throw invalidParameter("key", "must have at most 250 characters", key);
  if (!/^[\p{L}\p{M}\p{N}_/.\-: ]+$/u.test(key)) {
    throw invalidParameter(
      "key",
      "must have only letters, digits, underscores, slashes, dashes, periods, colons and spaces",
      key,
    );
  }
  const parts = key.split("/");
  if (key === "." || key.startsWith("/") || parts.some((part) => part === "" || part === "." || part === "..")) {
    throw invalidParameter("key", "must read the same as a path: no empty part, '.' or '..' between slashes", key);
  }
  return key;
}

/** Longer values are cut, as MLflow does by default. */
export const maxTagValueLength = 8000;

/** Nanoseconds that the store can hold: from 1970 to the year 2262. */
export function nanoParameter(name: string, nano: bigint): bigint {
  if (nano < 0n || nano >= 2n ** 63n) throw invalidParameter(name, "must lie between 1970 and 2262", nano);
  return nano;
}
