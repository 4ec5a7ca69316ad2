import { versionNotFound } from "@spanloom/store";
import { ApiError, invalidParameter, missingParameter } from "@spanloom/wire";
import { required, tagKeyParameter } from "./parameters.ts";

/** A name of a registered model as MLflow takes it. */
export function modelNameParameter(value: string | undefined, parameter = "name"): string {
  const name = required(parameter, value);
  if (name.trim() === "") throw missingParameter(parameter);
  if (/[/:]/.test(name)) {
    throw new ApiError("INVALID_PARAMETER_VALUE", `Invalid model name '${name}'. Names cannot contain '/' or ':'.`);
  }
  if (name === "." || name.startsWith("..")) {
    throw invalidParameter(parameter, "must not read as another path, as '.' and '..' do", name);
  }
  requireLength(parameter, name, maxNameLength);
  return name;
}

/** A version of the model as a number. One that no version can have is not found. */
export function versionParameter(name: string, value: string | undefined): number {
  const text = required("version", value).trim();
  if (!/^[+-]?\d+$/.test(text)) {
    throw new ApiError("INVALID_PARAMETER_VALUE", `Parameter 'version' must be an integer, got '${value}'.`);
  }
  const version = Number(text);
  if (version < 1 || version > 0x7fffffff) throw versionNotFound({ name, version: text });
  return version;
}

export function versionKeyParameters(request: { readonly name?: string; readonly version?: string }): {
  name: string;
  version: number;
} {
  const name = modelNameParameter(request.name);
  return { name, version: versionParameter(name, request.version) };
}

/** An alias that can be asked for or removed. */
export function aliasParameter(value: string | undefined): string {
  const alias = required("alias", value);
  if (!/^[\p{L}\p{N}_-]+$/u.test(alias)) {
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      `Invalid alias name: '${alias}'. It may have only letters, digits, underscores and dashes.`,
    );
  }
  requireLength("alias", alias, maxAliasLength);
  return alias;
}

/** An alias that can be set: not one that already means a version. */
export function newAliasParameter(value: string | undefined): string {
  const alias = aliasParameter(value);
  if (alias.toLowerCase() === "latest") {
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      "'latest' alias name (case insensitive) is reserved: it always means the highest version.",
    );
  }
  if (/^v\d+$/i.test(alias)) {
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      `Version alias name '${alias}' is reserved: it reads as a version number.`,
    );
  }
  return alias;
}

interface GivenTag {
  readonly key?: string;
  readonly value?: string;
}

export function registryTagParameter({ key, value = "" }: GivenTag): { key: string; value: string } {
  const checked = tagKeyParameter(key);
  if (checked === "mlflow.prompt.text" && isLonger(value, maxTagValueLength)) {
    throw new ApiError("INVALID_PARAMETER_VALUE", `Prompt text exceeds max length of ${maxTagValueLength} characters.`);
  }
  requireLength("value", value, maxTagValueLength);
  return { key: checked, value };
}

/** Of a key that is given twice the last value counts. */
export function registryTagParameters(tags: readonly GivenTag[]): Record<string, string> {
  return Object.fromEntries(
    tags.map((tag) => {
      const { key, value } = registryTagParameter(tag);
      return [key, value];
    }),
  );
}

/** A text that is stored with a model or version, and has no rules but its length. */
export function registryTextParameter(parameter: string, value: string | undefined, maximum: number): string {
  requireLength(parameter, value ?? "", maximum);
  return value ?? "";
}

/** MLflow's own columns are shorter where it runs on Postgres, and unlimited on SQLite. */
export const maxDescriptionLength = 100_000;
export const maxUriLength = 2000;
export const maxIdLength = 256;
const maxNameLength = 256;
const maxAliasLength = 255;
const maxTagValueLength = 100_000;

function requireLength(parameter: string, value: string, maximum: number): void {
  if (!isLonger(value, maximum)) return;
  throw new ApiError("INVALID_PARAMETER_VALUE", `'${parameter}' exceeds the maximum length of ${maximum} characters`);
}

/** In characters as Python counts them: code points. */
function isLonger(value: string, maximum: number): boolean {
  if (value.length <= maximum) return false;
  return value.length > 2 * maximum || [...value].length > maximum;
}
