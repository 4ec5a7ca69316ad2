import type { Attributes, AttributeValue, SpanFacts } from "@spanloom/conventions";
import { isNumber, type KeyTokens, keyTokens, maxTokenText, type TokenOwner } from "@spanloom/store";
import type { Emitter } from "./decode/emitter.ts";
import { cleanText } from "./sanitise/index.ts";
import type { SpanRecord } from "./span-record.ts";

const maxListItems = 32;
/** A hostile span's attributes past this many are found by their words only. */
const maxAttributes = 2000;
/** Keys whose hashes are remembered; hostile ones only empty the memory. */
const rememberedKeys = 4096;

const statusNames = ["UNSET", "OK", "ERROR"] as const;
const kindNames = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"] as const;

/** Makes the tokens of what spans, their resources and their scopes are searched by. */
export class TokenReader {
  readonly #keys: Readonly<Record<TokenOwner, Map<string, KeyTokens>>> = {
    span: new Map(),
    resource: new Map(),
    scope: new Map(),
    own: new Map(),
  };
  readonly #emitters = new WeakMap<Emitter, readonly number[]>();

  /** Those of one span, without those of its emitter. */
  ofSpan(attributes: Attributes, own: OwnFields): readonly number[] {
    const { facts } = own;
    const tokens: number[] = [];
    this.#addAttributes(tokens, "span", attributes);
    this.#addOwn(tokens, "name", own.name);
    this.#addOwn(tokens, "type", facts.type);
    this.#addOwn(tokens, "status", statusNames[own.status]);
    this.#addOwn(tokens, "kind", kindNames[own.kind]);
    this.#addOwn(tokens, "model", facts.responseModel ?? facts.requestModel);
    this.#addOwn(tokens, "provider", facts.provider);
    this.#addOwn(tokens, "tool", facts.tool);
    this.#addOwn(tokens, "agent", facts.agent);
    return tokens;
  }

  /** All that the spans of a chunk are found by, each once. */
  ofChunk(spans: readonly SpanRecord[]): Int32Array {
    const distinct = new Set<number>();
    let emitter: Emitter | undefined;
    for (const span of spans) {
      for (const token of span.tokens) distinct.add(token);
      if (span.emitter === emitter) continue; // spans of one emitter lie together
      emitter = span.emitter;
      for (const token of this.#ofEmitter(emitter)) distinct.add(token);
    }
    const tokens = new Int32Array(distinct.size);
    let count = 0;
    for (const token of distinct) tokens[count++] = token;
    return tokens;
  }

  #ofEmitter(emitter: Emitter): readonly number[] {
    const known = this.#emitters.get(emitter);
    if (known !== undefined) return known;
    const tokens: number[] = [];
    this.#addAttributes(tokens, "resource", emitter.resource);
    this.#addAttributes(tokens, "scope", emitter.scope.attributes);
    this.#addOwn(tokens, "scope.name", emitter.scope.name);
    this.#addOwn(tokens, "scope.version", emitter.scope.version);
    this.#emitters.set(emitter, tokens);
    return tokens;
  }

  #addOwn(tokens: number[], field: string, value: string | undefined): void {
    if (value === undefined || value === "") return;
    tokens.push(this.#key("own", field).equals(cleanText(value).slice(0, maxTokenText)));
  }

  #addAttributes(tokens: number[], owner: TokenOwner, attributes: Attributes): void {
    let count = 0;
    for (const name in attributes) {
      if (++count > maxAttributes) return;
      const key = this.#key(owner, name);
      tokens.push(key.has);
      this.#addValue(tokens, key, attributes[name] ?? null);
    }
  }

  #addValue(tokens: number[], key: KeyTokens, value: AttributeValue): void {
    if (typeof value === "string") {
      if (value.length > maxTokenText) return;
      tokens.push(key.equals(value));
      if (isNumber(value)) tokens.push(key.size(Number(value)));
    } else if (typeof value === "number" || typeof value === "bigint") {
      tokens.push(key.equals(value), key.size(Number(value)));
    } else if (typeof value === "boolean") {
      tokens.push(key.equals(value));
    } else if (Array.isArray(value) && value.length <= maxListItems) {
      for (const item of value) if (typeof item !== "object") this.#addValue(tokens, key, item);
    }
  }

  #key(owner: TokenOwner, name: string): KeyTokens {
    const keys = this.#keys[owner];
    let key = keys.get(name);
    if (key === undefined) {
      key = keyTokens(owner, name);
      if (keys.size >= rememberedKeys) keys.clear();
      keys.set(name, key);
    }
    return key;
  }
}

/** What is known of a span beside its attributes. */
interface OwnFields {
  readonly name: string;
  readonly kind: number;
  readonly status: number;
  readonly facts: SpanFacts;
}
