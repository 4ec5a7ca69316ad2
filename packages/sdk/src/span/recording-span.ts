import { type Span, SpanStatusCode } from "@opentelemetry/api";
import { names } from "@spanloom/conventions";
import { traceIdToMlflow } from "@spanloom/wire";
import type { Config } from "../config/config.ts";
import { safely } from "../safely.ts";
import { attributeValue, isContent, jsonText } from "./attribute-value.ts";
import { exceptionAttributes } from "./exception.ts";
import type { LiveSpan, SpanCost, SpanEnd, SpanStatusName, TokenUsage } from "./live-span.ts";
import { nowNs, timeInput, unixNs } from "./time.ts";

/** A LiveSpan over a span of OpenTelemetry, ours or another tracer's. */
export class RecordingSpan implements LiveSpan {
  readonly otel: Span;
  readonly #config: Config;
  readonly #startNs: bigint;
  #name: string;
  #type = "UNKNOWN";
  #inputs: unknown;
  #outputs: unknown;
  #status: { code: SpanStatusName; message?: string } = { code: "UNSET" };
  #sawFirstToken = false;

  constructor(otel: Span, config: Config, name: string, startTimeNs?: bigint | number) {
    this.otel = otel;
    this.#config = config;
    this.#name = name;
    this.#startNs = unixNs(startTimeNs) ?? nowNs();
  }

  get traceId(): string {
    return traceIdToMlflow(this.otel.spanContext().traceId);
  }

  get spanId(): string {
    return this.otel.spanContext().spanId;
  }

  get name(): string {
    return this.#name;
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

  setInputs(inputs: unknown): this {
    return this.#do("setInputs", () => {
      this.#inputs = inputs;
      this.#setJson("mlflow.spanInputs", inputs);
    });
  }

  setOutputs(outputs: unknown): this {
    return this.#do("setOutputs", () => {
      this.#outputs = outputs;
      this.#setJson("mlflow.spanOutputs", outputs);
    });
  }

  setAttribute(key: string, value: unknown): this {
    return this.#do("setAttribute", () => this.#set(key, value));
  }

  setAttributes(attributes: Readonly<Record<string, unknown>>): this {
    return this.#do("setAttributes", () => {
      for (const key of Object.keys(attributes ?? {})) this.#set(key, attributes[key]);
    });
  }

  setSpanType(type: string): this {
    return this.#do("setSpanType", () => {
      this.#type = String(type);
      this.otel.setAttribute("mlflow.spanType", JSON.stringify(this.#type));
    });
  }

  setName(name: string): this {
    return this.#do("setName", () => {
      this.#name = String(name);
      this.otel.updateName(this.#name);
    });
  }

  addEvent(name: string, attributes: Readonly<Record<string, unknown>> = {}): this {
    return this.#do("addEvent", () => {
      const values = Object.entries(attributes).map(([key, value]) => [key, attributeValue(key, value, this.#config)]);
      this.otel.addEvent(String(name), Object.fromEntries(values));
    });
  }

  recordException(error: unknown): this {
    return this.#do("recordException", () => {
      const attributes = exceptionAttributes(error, this.#config);
      this.otel.addEvent("exception", attributes);
      this.setStatus("ERROR", attributes["exception.message"]);
    });
  }

  setStatus(code: SpanStatusName | SpanStatusCode, message?: string): this {
    return this.#do("setStatus", () => {
      const name = typeof code === "number" ? statusNames[code] : code;
      if (name === undefined || !(name in statusCodes)) return;
      this.#status = { code: name, ...(message === undefined ? {} : { message: String(message) }) };
      this.otel.setStatus({ ...this.#status, code: statusCodes[name] });
    });
  }

  setUsage(usage: TokenUsage): this {
    return this.#do("setUsage", () => {
      for (const [key, attribute] of usageAttributes) {
        const count = usage[key];
        if (typeof count === "number" && Number.isFinite(count)) this.otel.setAttribute(attribute, Math.round(count));
      }
    });
  }

  setCost({ inputUsd, outputUsd, totalUsd }: SpanCost): this {
    return this.#do("setCost", () => {
      const cost = {
        input_cost: inputUsd,
        output_cost: outputUsd,
        total_cost:
          totalUsd ??
          (inputUsd === undefined && outputUsd === undefined ? undefined : (inputUsd ?? 0) + (outputUsd ?? 0)),
      };
      this.otel.setAttribute("mlflow.llm.cost", JSON.stringify(cost));
    });
  }

  setTimeToFirstToken(): this {
    return this.#do("setTimeToFirstToken", () => {
      if (this.#sawFirstToken) return;
      this.#sawFirstToken = true;
      const seconds = Number(nowNs() - this.#startNs) / 1e9;
      this.otel.setAttribute("gen_ai.response.time_to_first_chunk", Math.max(0, seconds));
    });
  }

  end(end: SpanEnd = {}): void {
    this.#do("end", () => {
      if (!this.otel.isRecording()) return;
      if (end.outputs !== undefined) this.setOutputs(end.outputs);
      if (end.attributes !== undefined) this.setAttributes(end.attributes);
      if (end.status !== undefined) this.setStatus(end.status);
    });
    this.#do("end", () => this.otel.end(timeInput(end?.endTimeNs)));
  }

  #set(key: string, value: unknown): void {
    if (!this.#config.captureContent && isContent(key)) return;
    const said = attributeValue(key, value, this.#config);
    if (said !== undefined) this.otel.setAttribute(key, said);
  }

  #setJson(key: string, value: unknown): void {
    if (value === undefined || !this.#config.captureContent || !this.otel.isRecording()) return;
    this.otel.setAttribute(key, jsonText(key, value, this.#config));
  }

  #do(method: string, change: () => void): this {
    safely(`LiveSpan.${method}`, change, undefined);
    return this;
  }
}

const statusNames: Record<number, SpanStatusName> = { 0: "UNSET", 1: "OK", 2: "ERROR" };
const statusCodes = { UNSET: SpanStatusCode.UNSET, OK: SpanStatusCode.OK, ERROR: SpanStatusCode.ERROR };

/** Usage by the names of OpenTelemetry's GenAI conventions. */
const usageAttributes = [
  ["inputTokens", names.inputTokens],
  ["outputTokens", names.outputTokens],
  ["cacheReadTokens", "gen_ai.usage.cache_read.input_tokens"],
  ["cacheWriteTokens", "gen_ai.usage.cache_write.input_tokens"],
  ["reasoningTokens", "gen_ai.usage.reasoning.output_tokens"],
] as const;
