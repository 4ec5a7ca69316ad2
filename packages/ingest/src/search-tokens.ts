import type { Attributes, AttributeValue } from "@spanloom/conventions";
import { isNumber, type KeyTokens, keyTokens, maxTokenText, type TokenOwner } from "@spanloom/store";
import type { Emitter } from "./decode/emitter.ts";
import { cleanText } from "./sanitise/index.ts";
import type { SpanRecord } from "./span-record.ts";

const maxListItems = 32;
/** A hostile span's attributes past this many are found by their words only. */
const maxAttributes = 2000;

export const statusNames = ["UNSET", "OK", "ERROR"] as const;
export const kindNames = ["UNSPECIFIED", "INTERNAL", "SERVER", "CLIENT", "PRODUCER", "CONSUMER"] as const;

/** Gathers the tokens of a chunk: what its spans, their resources and their scopes are searched by. */
export class TokenGatherer {
  readonly #tokens = new Set<number>();
  readonly #emitters = new Set<Emitter>();
  readonly #keys: Readonly<Record<TokenOwner, Map<string, KeyTokens>>> = {
    span: new Map(),
    resource: new Map(),
    scope: new Map(),
    own: new Map(),
  };

  addSpan(record: SpanRecord): void {
    const { decoded, facts } = record;
    this.#addAttributes("span", decoded.attributes);
    this.#own("name", record.name);
    this.#own("type", facts.type);
    this.#own("status", statusNames[record.status]);
    this.#own("kind", kindNames[record.kind]);
    this.#own("model", facts.responseModel ?? facts.requestModel);
    this.#own("provider", facts.provider);
    this.#own("tool", facts.tool);
    this.#own("agent", facts.agent);
    this.addEmitter(decoded.emitter);
  }

  addEmitter(emitter: Emitter): void {
    if (this.#emitters.has(emitter)) return;
    this.#emitters.add(emitter);
    this.#addAttributes("resource", emitter.resource);
    this.#addAttributes("scope", emitter.scope.attributes);
    this.#own("scope.name", emitter.scope.name);
    this.#own("scope.version", emitter.scope.version);
  }

  finish(): Int32Array {
    return Int32Array.from(this.#tokens);
  }

  #own(field: string, value: string | undefined): void {
    if (value === undefined || value === "") return;
    this.#tokens.add(this.#key("own", field).equals(cleanText(value).slice(0, maxTokenText)));
  }

  #addAttributes(owner: TokenOwner, attributes: Attributes): void {
    let count = 0;
    for (const name in attributes) {
      if (++count > maxAttributes) return;
      const key = this.#key(owner, name);
      this.#tokens.add(key.has);
      this.#addValue(key, attributes[name] ?? null);
    }
  }

  #addValue(key: KeyTokens, value: AttributeValue): void {
    if (typeof value === "string") {
      if (value.length > maxTokenText) return;
      this.#tokens.add(key.equals(value));
      if (isNumber(value)) this.#tokens.add(key.size(Number(value)));
    } else if (typeof value === "number" || typeof value === "bigint") {
      this.#tokens.add(key.equals(value));
      this.#tokens.add(key.size(Number(value)));
    } else if (typeof value === "boolean") {
      this.#tokens.add(key.equals(value));
    } else if (Array.isArray(value) && value.length <= maxListItems) {
      for (const item of value) if (typeof item !== "object") this.#addValue(key, item);
    }
  }

  /** Spans of a chunk share most of their keys. */
  #key(owner: TokenOwner, name: string): KeyTokens {
    const keys = this.#keys[owner];
    let key = keys.get(name);
    if (key === undefined) {
      key = keyTokens(owner, name);
      keys.set(name, key);
    }
    return key;
  }
}
