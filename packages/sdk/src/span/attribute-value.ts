import type { AttributeValue } from "@opentelemetry/api";
import { names } from "@spanloom/conventions";
import { type CaptureLimits, capture } from "../capture/capture.ts";
import type { MediaSink } from "../capture/media.ts";
import type { Config } from "../config/config.ts";

/** How values of a span are written; `media` takes what is too large for an attribute. */
export type CaptureConfig = Pick<Config, "redact" | "maxAttributeBytes"> & { readonly media?: MediaSink | undefined };

/**
 * Any value as one that OTLP carries. Texts, numbers, booleans and lists of one of these stay as they are, everything else
 * becomes JSON. `undefined` where there is nothing to say.
 */
export function attributeValue(key: string, value: unknown, config: CaptureConfig): AttributeValue | undefined {
  switch (typeof value) {
    case "undefined":
      return undefined;
    case "boolean":
    case "number":
      return config.redact === undefined ? value : redacted(key, value, config);
    case "string": {
      const isAllowed = value.length * 3 <= config.maxAttributeBytes && value.isWellFormed();
      return isAllowed && config.redact === undefined ? value : redacted(key, value, config);
    }
    default:
      if (value === null) return undefined;
      return config.redact === undefined && isPlainList(value) ? value : jsonText(key, value, config);
  }
}

/** The JSON text of a value, redacted and cut as the configuration says. */
export function jsonText(key: string, value: unknown, config: CaptureConfig): string {
  return capture(value, limitsFor(key, config));
}

/** On which side of a call an attribute tells what people and models say; `undefined` for one that does not. */
export function contentSide(key: string): "inputs" | "outputs" | undefined {
  return contentSides.get(key);
}

/** What redaction and cutting leave of a simple value; it does not become JSON by that. */
function redacted(key: string, value: string | number | boolean, config: CaptureConfig): AttributeValue | undefined {
  const json = jsonText(key, value, config);
  const said: unknown = JSON.parse(json);
  if (said === null) return undefined;
  return typeof said === "object" ? json : (said as string | number | boolean);
}

function limitsFor(key: string, { redact, maxAttributeBytes: maxBytes, media }: CaptureConfig): CaptureLimits {
  if (redact === undefined) return { maxBytes, media };
  const place = places.get(key) ?? key;
  return {
    maxBytes,
    media,
    redact: (value, path) => redact(value, [place, ...path]),
  };
}

function isPlainList(value: unknown): value is string[] {
  if (!Array.isArray(value) || value.length > 1_000) return false;
  const kind = typeof value[0];
  if (kind !== "string" && kind !== "number" && kind !== "boolean") return false;
  return value.every(
    (item) => typeof item === kind && (kind !== "string" || (item.length < 1_000 && item.isWellFormed())),
  );
}

/** What a `redact` hook is told of these. */
const places = new Map<string, string>([
  [names.spanInputs, "inputs"],
  [names.spanOutputs, "outputs"],
]);

const contentSides = new Map<string, "inputs" | "outputs">([
  [names.spanInputs, "inputs"],
  [names.inputMessages, "inputs"],
  [names.systemInstructions, "inputs"],
  [names.toolDefinitions, "inputs"],
  [names.toolArguments, "inputs"],
  [names.prompt, "inputs"],
  ["gen_ai.retrieval.query.text", "inputs"],
  [names.spanOutputs, "outputs"],
  [names.outputMessages, "outputs"],
  [names.toolResult, "outputs"],
  [names.completion, "outputs"],
  ["gen_ai.retrieval.documents", "outputs"],
]);
