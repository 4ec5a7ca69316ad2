import { type HrTime, type Span, SpanStatusCode } from "@opentelemetry/api";
import { names, spanTypes } from "@spanloom/conventions";
import { traceIdToMlflow } from "@spanloom/wire";
import { reportOnce, safely } from "../safely.ts";
import { attributeValue, type CaptureRules, contentSide, jsonText } from "./attribute-value.ts";
import { now } from "./clock.ts";
import { entriesOf } from "./entries-of.ts";
import { exceptionAttributes } from "./exception.ts";
import { linkContext } from "./link-target.ts";
import type {
  CaptureOption,
  LinkTarget,
  LiveSpan,
  SpanCost,
  SpanEnd,
  SpanStatusName,
  StatusInput,
  TokenUsage,
} from "./live-span.ts";
import { forgetLiveSpan } from "./live-span-of.ts";
import { secondsBetween, timeInput } from "./time.ts";

/**
 * A LiveSpan over a span of OpenTelemetry, ours or another tracer's, recording or not. What every traced call uses makes no
 * closures: they were a tenth of its memory.
 */
export class RecordingSpan implements LiveSpan {
  readonly otel: Span;
  readonly #rules: CaptureRules;
  #name: string | undefined;
  #type = "UNKNOWN";
  #inputs: unknown;
  #outputs: unknown;
  #status: LiveSpan["status"] = unset;
  #capture: CaptureOption | undefined;
  #start: HrTime | undefined;
  #sawFirstToken = false;

  constructor(otel: Span, rules: CaptureRules) {
    this.otel = otel;
    this.#rules = rules;
  }

  /** What the one who started it knows; not for the holder of the span. */
  started(name: string, type: string, start: HrTime, capture: CaptureOption | undefined): void {
    this.#name = name;
    this.#type = type;
    this.#start = start;
    this.#capture = capture;
  }

  get traceId(): string {
    return traceIdToMlflow(this.otel.spanContext().traceId);
  }

  get spanId(): string {
    return this.otel.spanContext().spanId;
  }

  get parentId(): string | undefined {
    return (this.otel as ReadableParts).parentSpanContext?.spanId;
  }

  get isRecording(): boolean {
    return this.otel.isRecording();
  }

  get name(): string {
    return this.#name ?? (this.otel as ReadableParts).name ?? "span";
  }

  get spanType(): string {
    return this.#type;
  }

  get inputs(): unknown {
    return this.#inputs;
  }

  get outputs(): unknown {
    return this.#outputs;
  }

  get status(): LiveSpan["status"] {
    return this.#status;
  }

  getAttribute(key: string): unknown {
    return safely("getAttribute", () => (this.otel as ReadableParts).attributes?.[key], undefined);
  }

  records(side: "inputs" | "outputs"): boolean {
    const own = typeof this.#capture === "object" ? (this.#capture?.[side] ?? true) : (this.#capture ?? true);
    return this.#rules.captureContent && own && this.isRecording;
  }

  setInputs(inputs: unknown): this {
    try {
      if (this.otel.isRecording()) {
        this.#inputs = inputs;
        this.#setJson("inputs", names.spanInputs, inputs);
      }
    } catch (fault) {
      reportOnce("LiveSpan.setInputs", fault);
    }
    return this;
  }

  setOutputs(outputs: unknown): this {
    try {
      if (this.otel.isRecording()) {
        this.#outputs = outputs;
        this.#setJson("outputs", names.spanOutputs, outputs);
      }
    } catch (fault) {
      reportOnce("LiveSpan.setOutputs", fault);
    }
    return this;
  }

  setAttribute(key: string, value: unknown): this {
    return this.#change("setAttribute", () => this.#set(String(key), value));
  }

  setAttributes(attributes: Readonly<Record<string, unknown>>): this {
    return this.#change("setAttributes", () => {
      for (const [key, value] of entriesOf(attributes)) this.#set(key, value);
    });
  }

  setSpanType(type: string): this {
    return this.#change("setSpanType", () => {
      this.#type = String(type);
      this.otel.setAttribute(names.spanType, typeText(this.#type));
    });
  }

  setName(name: string): this {
    return this.#change("setName", () => {
      this.#name = String(name).toWellFormed();
      this.otel.updateName(this.#name);
    });
  }

  addEvent(name: string, attributes?: Readonly<Record<string, unknown>>): this {
    return this.#change("addEvent", () => {
      const values = entriesOf(attributes).flatMap(([key, value]) => {
        const said = this.#capturesAttribute(key) ? attributeValue(key, value, this.#rules) : undefined;
        return said === undefined ? [] : [[key, said]];
      });
      this.otel.addEvent(String(name).toWellFormed(), Object.fromEntries(values), now());
    });
  }

  addLink(target: LinkTarget, attributes?: Readonly<Record<string, unknown>>): this {
    return this.#change("addLink", () => {
      const context = linkContext(target);
      const values = entriesOf(attributes).map(([key, value]) => [key, attributeValue(key, value, this.#rules)]);
      if (context !== undefined) this.otel.addLink({ context, attributes: Object.fromEntries(values) });
    });
  }

  recordException(error: unknown): this {
    return this.#change("recordException", () => {
      const attributes = exceptionAttributes(error, this.#rules);
      this.otel.addEvent("exception", attributes, now());
      this.setStatus("ERROR", attributes["exception.message"]);
    });
  }

  setStatus(code: StatusInput, message?: string): this {
    return this.#change("setStatus", () => {
      const name = statusNames.get(code);
      if (name === undefined) return;
      this.#status = { code: name, ...(typeof message === "string" && { message: message.toWellFormed() }) };
      this.otel.setStatus({ ...this.#status, code: SpanStatusCode[name] });
    });
  }

  setUsage(usage: TokenUsage): this {
    return this.#change("setUsage", () => {
      for (const [key, attribute] of usageAttributes) {
        const count = usage[key];
        if (typeof count === "number" && count >= 0 && count < Number.MAX_SAFE_INTEGER) {
          this.otel.setAttribute(attribute, Math.round(count));
        }
      }
    });
  }

  setCost(cost: SpanCost): this {
    return this.#change("setCost", () => {
      const [input, output, total] = [cost.inputUsd, cost.outputUsd, cost.totalUsd].map(dollars);
      const sum = total ?? (input === undefined && output === undefined ? undefined : (input ?? 0) + (output ?? 0));
      if (sum === undefined) return;
      const said = { input_cost: input, output_cost: output, total_cost: sum };
      this.otel.setAttribute(names.llmCost, JSON.stringify(said));
    });
  }

  setTimeToFirstToken(): this {
    return this.#change("setTimeToFirstToken", () => {
      const start = this.#start ?? (this.otel as ReadableParts).startTime;
      if (this.#sawFirstToken || start === undefined) return;
      this.#sawFirstToken = true;
      this.otel.setAttribute(names.timeToFirstChunk, Math.max(0, secondsBetween(start, now())));
    });
  }

  end(end?: SpanEnd): void {
    let time: HrTime | undefined;
    try {
      if (end?.outputs !== undefined) this.setOutputs(end.outputs);
      if (end?.attributes !== undefined) this.setAttributes(end.attributes);
      if (end?.status !== undefined) this.setStatus(end.status);
      time = timeInput(end?.endTimeNs);
    } catch (fault) {
      reportOnce("LiveSpan.end", fault);
    }
    // Whatever went wrong above: a span that does not end is never seen.
    try {
      if (this.otel.isRecording()) {
        if (this.#status.code === "UNSET") {
          this.#status = ok;
          this.otel.setStatus(otelOk);
        }
        this.otel.end(time ?? now());
      }
    } catch (fault) {
      reportOnce("LiveSpan.end", fault);
    }
    forgetLiveSpan(this.otel);
  }

  #set(key: string, value: unknown): void {
    if (!this.#capturesAttribute(key)) return;
    const said = attributeValue(key, value, this.#rules, this.otel.spanContext().traceId);
    if (said !== undefined) this.otel.setAttribute(key, said);
  }

  #setJson(side: "inputs" | "outputs", key: string, value: unknown): void {
    if (value === undefined || !this.records(side)) return;
    this.otel.setAttribute(key, jsonText(key, value, this.#rules, this.otel.spanContext().traceId));
  }

  #capturesAttribute(key: string): boolean {
    const side = contentSide(key);
    return side === undefined || this.records(side);
  }

  /** A span that has ended, or was never recorded, stays as it is, and no work is done for it. */
  #change(method: string, change: () => void): this {
    safely(`LiveSpan.${method}`, () => this.otel.isRecording() && change(), undefined);
    return this;
  }
}

/** The attribute's text: MLflow's values are JSON. */
export function typeText(type: string): string {
  return typeTexts.get(type) ?? JSON.stringify(type.toWellFormed());
}

const typeTexts = new Map<string, string>(spanTypes.map((type) => [type, JSON.stringify(type)]));

const unset: LiveSpan["status"] = { code: "UNSET" };
const ok: LiveSpan["status"] = { code: "OK" };
const otelOk = { code: SpanStatusCode.OK };

/** What spans of OpenTelemetry's SDK let be read, and those of others perhaps not. */
interface ReadableParts {
  readonly name?: string;
  readonly parentSpanContext?: { readonly spanId: string };
  readonly startTime?: HrTime;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

const statusNames = new Map<unknown, SpanStatusName>(
  (["UNSET", "OK", "ERROR"] as const).flatMap((name) => [
    [name, name],
    [`STATUS_CODE_${name}`, name],
    [SpanStatusCode[name], name],
  ]),
);

/** Usage by the names of OpenTelemetry's GenAI conventions. */
const usageAttributes = [
  ["inputTokens", names.inputTokens],
  ["outputTokens", names.outputTokens],
  ["cacheReadTokens", names.cacheReadTokens],
  ["cacheWriteTokens", names.cacheWriteTokens],
  ["reasoningTokens", names.reasoningTokens],
] as const;

function dollars(amount: unknown): number | undefined {
  return typeof amount === "number" && Number.isFinite(amount) && amount >= 0 ? amount : undefined;
}
