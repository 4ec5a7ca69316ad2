import type { Attributes, AttributeValue, SpanFacts } from "@spanloom/conventions";
import { isNumber, type KeyTokens, keyTokens, maxTokenText, type TokenOwner } from "@spanloom/store";
import { HashSet } from "@spanloom/store/words";
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
  readonly #keys: Readonly<Record<AttributeOwner, Map<string, Key>>> = {
    span: new Map(),
    resource: new Map(),
    scope: new Map(),
  };
  readonly #own = Object.fromEntries(ownFields.map((name) => [name, new Key("own", name)])) as Record<OwnField, Key>;
  readonly #emitters = new WeakMap<Emitter, readonly number[]>();
  readonly #distinct = new HashSet(256);
  /** Where tokens are gathered, so that each list of them is made once and of the right size. */
  #gathered: number[] = [];
  #count = 0;

  /** Those of one span, without those of its emitter. */
  ofSpan({ attributes, attributeNames }: NamedAttributes, own: Own): readonly number[] {
    const { facts } = own;
    this.#addAttributes("span", attributes, attributeNames);
    this.#addOwn("name", own.name);
    this.#addOwn("type", facts.type);
    this.#addOwn("status", statusNames[own.status]);
    this.#addOwn("kind", kindNames[own.kind]);
    this.#addOwn("model", facts.responseModel ?? facts.requestModel);
    this.#addOwn("provider", facts.provider);
    this.#addOwn("tool", facts.tool);
    this.#addOwn("agent", facts.agent);
    return this.#taken();
  }

  /** All that the spans of a chunk are found by, each once. */
  ofChunk(spans: readonly SpanRecord[]): Int32Array {
    const distinct = this.#distinct;
    distinct.clear();
    let emitter: Emitter | undefined;
    for (const span of spans) {
      for (const token of span.tokens) distinct.add(token);
      if (span.emitter === emitter) continue; // spans of one emitter lie together
      emitter = span.emitter;
      for (const token of this.#ofEmitter(emitter)) distinct.add(token);
    }
    return distinct.toInt32Array();
  }

  #ofEmitter(emitter: Emitter): readonly number[] {
    const known = this.#emitters.get(emitter);
    if (known !== undefined) return known;
    const { resource, scope } = emitter;
    this.#addAttributes("resource", resource, Object.keys(resource));
    this.#addAttributes("scope", scope.attributes, Object.keys(scope.attributes));
    this.#addOwn("scope.name", scope.name);
    this.#addOwn("scope.version", scope.version);
    const tokens = this.#taken();
    this.#emitters.set(emitter, tokens);
    return tokens;
  }

  #addOwn(field: OwnField, value: string | undefined): void {
    if (value === undefined || value === "") return;
    this.#add(this.#own[field].equalsStart(value));
  }

  #addAttributes(owner: AttributeOwner, attributes: Attributes, names: readonly string[]): void {
    const count = Math.min(names.length, maxAttributes);
    for (let i = 0; i < count; i++) {
      const name = names[i]!;
      const key = this.#key(owner, name);
      this.#add(key.has);
      this.#addValue(key, attributes[name] ?? null);
    }
  }

  #addValue(key: Key, value: AttributeValue): void {
    if (typeof value === "string") {
      if (value.length > maxTokenText) return;
      this.#add(key.equals(value));
      if (isNumber(value)) this.#add(key.size(Number(value)));
    } else if (typeof value === "number" || typeof value === "bigint") {
      this.#add(key.equals(value));
      this.#add(key.size(Number(value)));
    } else if (typeof value === "boolean") {
      this.#add(key.equals(value));
    } else if (Array.isArray(value) && value.length <= maxListItems) {
      for (const item of value) if (typeof item !== "object") this.#addValue(key, item);
    }
  }

  #add(token: number): void {
    this.#gathered[this.#count++] = token;
  }

  #taken(): number[] {
    const tokens = this.#gathered.slice(0, this.#count);
    if (this.#gathered.length > 4096) this.#gathered = [];
    this.#count = 0;
    return tokens;
  }

  #key(owner: AttributeOwner, name: string): Key {
    const keys = this.#keys[owner];
    let key = keys.get(name);
    if (key === undefined) {
      key = new Key(owner, name);
      if (keys.size >= rememberedKeys) keys.clear();
      keys.set(name, key);
    }
    return key;
  }
}

/** The tokens of a key, and that of the value it had last: neighbouring spans say much the same. */
class Key {
  readonly has: number;
  readonly #tokens: KeyTokens;
  #value: string | number | bigint | boolean | undefined;
  #equals = 0;

  constructor(owner: TokenOwner, name: string) {
    this.#tokens = keyTokens(owner, name);
    this.has = this.#tokens.has;
  }

  equals(value: string | number | bigint | boolean): number {
    if (value !== this.#value) {
      this.#equals = this.#tokens.equals(value);
      this.#value = value;
    }
    return this.#equals;
  }

  /** Of what a column holds of a text that may be too long for a token. */
  equalsStart(value: string): number {
    if (value === this.#value) return this.#equals;
    this.#equals = this.#tokens.equals(cleanText(value).slice(0, maxTokenText));
    this.#value = value;
    return this.#equals;
  }

  size(value: number): number {
    return this.#tokens.size(value);
  }
}

const ownFields = [
  "name",
  "type",
  "status",
  "kind",
  "model",
  "provider",
  "tool",
  "agent",
  "scope.name",
  "scope.version",
] as const;
type OwnField = (typeof ownFields)[number];

type AttributeOwner = Exclude<TokenOwner, "own">;

interface NamedAttributes {
  readonly attributes: Attributes;
  readonly attributeNames: readonly string[];
}

/** What is known of a span beside its attributes. */
interface Own {
  readonly name: string;
  readonly kind: number;
  readonly status: number;
  readonly facts: SpanFacts;
}
