import type { AttributeValue } from "@opentelemetry/api";
import { names } from "@spanloom/conventions";
import { type CaptureLimits, capture } from "../capture/capture.ts";
import type { Config } from "../config/config.ts";

/**
 * Any value as one that OTLP carries. Texts, numbers, booleans and lists of one of these stay as they are, everything else
 * becomes JSON. `undefined` where there is nothing to say.
 */
export function attributeValue(key: string, value: unknown, config: Config): AttributeValue | undefined {
  switch (typeof value) {
    case "undefined":
      return undefined;
    case "boolean":
    case "number":
      return value;
    case "string":
      if (config.redact === undefined && value.length * 3 <= config.maxAttributeBytes && value.isWellFormed())
        return value;
      return textOf(key, value, config);
    default:
      if (value === null) return undefined;
      return isPlainList(value) && config.redact === undefined ? value : jsonText(key, value, config);
  }
}

/** The JSON text of a value, redacted and cut as the configuration says. */
export function jsonText(key: string, value: unknown, config: Config): string {
  return capture(value, limitsFor(key, config));
}

/** Whether an attribute holds what people and models say, and is left out where content is not captured. */
export function isContent(key: string): boolean {
  return contentAttributes.has(key);
}

/** A text stays bare, whatever redaction and cutting made of it. */
function textOf(key: string, value: string, config: Config): string {
  const json = jsonText(key, value, config);
  const said: unknown = JSON.parse(json);
  return typeof said === "string" ? said : json;
}

function limitsFor(key: string, config: Config): CaptureLimits {
  const { redact, maxAttributeBytes: maxBytes } = config;
  if (redact === undefined) return { maxBytes };
  const place = places[key] ?? key;
  return { maxBytes, redact: (value, path) => redact(value, [place, ...path]) };
}

function isPlainList(value: unknown): value is string[] {
  if (!Array.isArray(value) || value.length > 1_000) return false;
  const kind = typeof value[0];
  if (kind !== "string" && kind !== "number" && kind !== "boolean") return false;
  return value.every((item) => typeof item === kind && (kind !== "string" || (item as string).length < 1_000));
}

const places: Readonly<Record<string, string>> = { "mlflow.spanInputs": "inputs", "mlflow.spanOutputs": "outputs" };

const contentAttributes = new Set([
  "mlflow.spanInputs",
  "mlflow.spanOutputs",
  names.inputMessages,
  names.outputMessages,
  names.systemInstructions,
  names.toolDefinitions,
  names.toolArguments,
  names.toolResult,
  names.prompt,
  names.completion,
  "gen_ai.retrieval.query.text",
  "gen_ai.retrieval.documents",
]);
