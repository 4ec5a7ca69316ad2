import { type AttributeValue, type BenchSpan, customerAttribute, customers } from "./bench-span.ts";
import type { Random } from "./random.ts";

/** Lays spans into one trace: ids, parents, a clock that goes on, and the attributes that every span carries. */
export class TraceBuilder {
  readonly spans: BenchSpan[] = [];
  readonly traceId: string;
  readonly rootId: string;
  readonly #random: Random;
  readonly #shared: Record<string, AttributeValue>;
  readonly #startNano: bigint;
  #nowNano: bigint;

  constructor(random: Random, startNano: bigint) {
    this.#random = random;
    this.#startNano = startNano;
    this.#nowNano = startNano;
    this.traceId = random.hex(16);
    this.rootId = random.hex(8);
    this.#shared = {
      "gen_ai.conversation.id": `conv-${random.hex(8)}`,
      "user.id": `user-${random.below(50_000)}`,
      [customerAttribute]: `customer-${random.below(customers)}`,
      "deployment.environment.name": random.pick(["production", "production", "staging"]),
    };
  }

  child(name: string, kind: number, seconds: number, attributes: Record<string, AttributeValue>): void {
    const start = this.#nowNano;
    this.#nowNano += BigInt(Math.round(seconds * (0.5 + this.#random.fraction()) * 1e9));
    this.#add(this.#random.hex(8), this.rootId, name, kind, start, attributes);
  }

  /** The root ends last. */
  root(name: string, attributes: Record<string, AttributeValue>): BenchSpan[] {
    this.#add(this.rootId, "", name, 1, this.#startNano, attributes);
    return this.spans;
  }

  #add(
    spanId: string,
    parentSpanId: string,
    name: string,
    kind: number,
    start: bigint,
    attributes: Record<string, AttributeValue>,
  ) {
    const failed = this.#random.below(100) === 0;
    this.spans.push({
      traceId: this.traceId,
      spanId,
      parentSpanId,
      name,
      kind,
      startTimeUnixNano: start,
      endTimeUnixNano: this.#nowNano + 1_000n,
      status: failed ? 2 : 0,
      attributes: { ...attributes, ...this.#shared, ...(failed && { "error.type": "timeout" }) },
    });
  }
}

const models = ["gpt-4o", "gpt-4o-mini", "gpt-4.1", "claude-sonnet-4-5"] as const;

/** What a model call carries beside its messages, in OpenTelemetry's names. */
export function modelCall(random: Random, input: string, output: string): Record<string, AttributeValue> {
  const model = random.pick(models);
  const inputTokens = Math.ceil(input.length / 4);
  return {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": model.startsWith("claude") ? "anthropic" : "openai",
    "gen_ai.request.model": model,
    "gen_ai.response.model": model,
    "gen_ai.response.id": `resp_${random.hex(12)}`,
    "gen_ai.request.temperature": 0.2,
    "gen_ai.request.max_tokens": 4096,
    "gen_ai.response.finish_reasons": ["stop"],
    "gen_ai.usage.input_tokens": inputTokens,
    "gen_ai.usage.output_tokens": Math.ceil(output.length / 4),
    "gen_ai.usage.cache_read.input_tokens": random.below(inputTokens),
    "server.address": "api.example.com",
    "server.port": 443,
    "gen_ai.input.messages": input,
    "gen_ai.output.messages": output,
  };
}

/** JSON text of messages in OpenTelemetry's form. */
export function messages(...entries: readonly (readonly [role: string, text: string])[]): string {
  return JSON.stringify(entries.map(([role, content]) => ({ role, parts: [{ type: "text", content }] })));
}
