import type { AttributeValue } from "@opentelemetry/api";
import { names } from "@spanloom/conventions";
import { type CaptureLimits, capture } from "../capture/capture.ts";
import type { MediaSink } from "../capture/media.ts";
import type { Config, Redact } from "../config/config.ts";

/** How values are written, as one `init` has it. Made once, for each value of each span is looked at with it. */
export interface CaptureRules {
  readonly captureContent: boolean;
  readonly redact: Redact | undefined;
  /** Of what people and models say: only that has media which are kept beside the trace. */
  readonly content: CaptureLimits;
  readonly others: CaptureLimits;
}

export function captureRules(
  { captureContent, redact, maxAttributeBytes: maxBytes }: Config,
  media: MediaSink | undefined,
): CaptureRules {
  return { captureContent, redact, content: { maxBytes, media }, others: { maxBytes } };
}

/**
 * Any value as one that OTLP carries. Texts, numbers, booleans and lists of one of these stay as they are, everything else
 * becomes JSON. `undefined` where there is nothing to say.
 */
export function attributeValue(
  key: string,
  value: unknown,
  rules: CaptureRules,
  traceId?: string,
): AttributeValue | undefined {
  switch (typeof value) {
    case "undefined":
      return undefined;
    case "boolean":
    case "number":
      return rules.redact === undefined ? value : redacted(key, value, rules, traceId);
    case "string": {
      const isAllowed = value.length * 3 <= rules.others.maxBytes && value.isWellFormed();
      return isAllowed && rules.redact === undefined ? value : redacted(key, value, rules, traceId);
    }
    default:
      if (value === null) return undefined;
      return rules.redact === undefined && isPlainList(value) ? value : jsonText(key, value, rules, traceId);
  }
}

/** The JSON text of a value, redacted and cut as the rules say. Without a trace there is no place for media. */
export function jsonText(key: string, value: unknown, rules: CaptureRules, traceId?: string): string {
  const limits = traceId !== undefined && contentSides.has(key) ? rules.content : rules.others;
  const { redact } = rules;
  if (redact === undefined) return capture(value, limits, traceId);
  const place = places.get(key) ?? key;
  return capture(value, { ...limits, redact: (part, path) => redact(part, [place, ...path]) }, traceId);
}

/** On which side of a call an attribute tells what people and models say; `undefined` for one that does not. */
export function contentSide(key: string): "inputs" | "outputs" | undefined {
  return contentSides.get(key);
}

/** What redaction and cutting leave of a simple value; it does not become JSON by that. */
function redacted(
  key: string,
  value: string | number | boolean,
  rules: CaptureRules,
  traceId: string | undefined,
): AttributeValue | undefined {
  const json = jsonText(key, value, rules, traceId);
  const said: unknown = JSON.parse(json);
  if (said === null) return undefined;
  return typeof said === "object" ? json : (said as string | number | boolean);
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
