import { ApiError, invalidParameter, missingParameter, parseTraceId, shown, type ViewType } from "@spanloom/wire";
import type { TrackingSettings } from "./context.ts";

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
  if (!/^-?\d{1,18}$/.test(text)) {
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      `Invalid experiment ID '${text}'. Experiment ID must be a valid integer.`,
    );
  }
  return text;
}

/** The id of a run, which old clients call `run_uuid`. */
export function runIdParameter(request: { readonly run_id?: string; readonly run_uuid?: string }): string {
  return required("run_id", request.run_id || request.run_uuid);
}

/** Each once: what is in an experiment is not found twice. */
export function experimentIdParameters(values: readonly string[]): string[] {
  return [...new Set(values.map((value) => String(BigInt(experimentIdParameter(value)))))];
}

export function viewOf(type: ViewType | undefined): "active" | "deleted" | "all" {
  return type === "ALL" ? "all" : type === "DELETED_ONLY" ? "deleted" : "active";
}

/** `max_results` and the like: absent is the default, and a value beyond the bounds is an error. */
export function boundedParameter(
  name: string,
  value: number | bigint | undefined,
  fallback: number,
  maximum: number,
): number {
  if (value === undefined) return fallback;
  if (value < 1) throw invalidValue(name, value, ". It must be a positive integer");
  if (value > maximum) throw invalidValue(name, value, `. It must be at most ${maximum}`);
  return Number(value);
}

/** The key of a tag. `path` is what messages call it. */
export function tagKeyParameter(value: string | undefined, path = "key"): string {
  const key = nameParameter(required(path, value), path);
  checkLength(path, key, maxKeyLength);
  return key;
}

/** A name of a metric, param or tag as MLflow takes it: word characters of any script, and `/ . - :` and space. */
export function nameParameter(name: string, path: string): string {
  if (!/^[\p{L}\p{M}\p{N}_/.\-: ]*$/u.test(name)) {
    throw invalidValue(
      path,
      name,
      ": Names may only contain alphanumerics, underscores (_), dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).",
    );
  }
  const normal = normalPath(name);
  if (normal !== name || normal === "." || normal.startsWith("..") || normal.startsWith("/")) {
    throw invalidValue(
      path,
      name,
      ": Names may be treated as files in certain cases, and must not resolve to other names when treated as such. " +
        `This name would resolve to '${normal}'`,
    );
  }
  return name;
}

export const maxKeyLength = 250;

export function checkLength(path: string, value: string, limit: number): void {
  if (isLonger(value, limit))
    throw new ApiError("INVALID_PARAMETER_VALUE", `'${path}' exceeds the maximum length of ${limit} characters`);
}

/** At most `limit` characters of a value: one that is longer is cut or, where the server was told so, refused. */
export function valueParameter(path: string, value: string, limit: number, { truncateLongValues }: TrackingSettings) {
  if (!truncateLongValues) checkLength(path, value, limit);
  return isLonger(value, limit) ? Array.from(value).slice(0, limit).join("") : value;
}

/** Characters are counted as Python does: one for each code point. */
function isLonger(text: string, limit: number): boolean {
  return text.length > limit && (text.length > limit * 2 || Array.from(text).length > limit);
}

/** `Invalid value 0 for parameter 'max_results' supplied. It must be …`: clients' tests match these texts. */
export function invalidValue(path: string, value: unknown, rest: string): ApiError {
  return new ApiError(
    "INVALID_PARAMETER_VALUE",
    `Invalid value ${shown(value)} for parameter '${path}' supplied${rest}`,
  );
}

/** POSIX's normal form of a path: no empty and no `.` part, `..` resolved as far as can be. */
function normalPath(path: string): string {
  const isAbsolute = path.startsWith("/");
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== ".." || (!isAbsolute && parts.length === 0) || parts.at(-1) === "..") parts.push(part);
    else parts.pop();
  }
  const lead = isAbsolute ? (/^\/\/(?!\/)/.test(path) ? "//" : "/") : "";
  return lead + parts.join("/") || ".";
}

export const maxTagValueLength = 8000;

/** Nanoseconds that the store can hold: from 1970 to the year 2262. */
export function nanoParameter(name: string, nano: bigint): bigint {
  if (nano < 0n || nano >= 2n ** 63n) throw invalidParameter(name, "must lie between 1970 and 2262", nano);
  return nano;
}
