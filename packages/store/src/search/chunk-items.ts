/** The spans or log records of a chunk as a content check needs them: whose they are, their texts, and attributes by key. */
import { ProtoReader, wireType } from "@spanloom/wire/otlp";
import { type ItemPlace, placesOfItems, type Range } from "../chunk-items.ts";
import { type ChunkKind, chunkOfLogs, visitTexts } from "./chunk-texts.ts";
import type { TokenOwner } from "./tokens.ts";

/** A span or a log record. */
export interface ChunkItem {
  /** Which of the chunk's items it is. */
  readonly position: number;
  /** Of the span, or the one a log record names. */
  readonly spanId: bigint;
  readonly texts: readonly string[];
  /**
   * The value of an attribute as it was sent; undefined where there is none of this key (UTF-8). Of spans only. In a head,
   * where long texts are missing: `aLongText` for one, `somethingLong` for what has one inside.
   */
  attribute(owner: TokenOwner, key: Buffer): unknown;
}

/** Stand for a value that a head does not have. */
export const aLongText = Symbol("a long text");
export const somethingLong = Symbol("something with a long text inside");

/** Texts are read only where they are wanted: most of a chunk is text. `gaps` are those of a head. */
export function readChunkItems(
  chunk: Buffer,
  kind: ChunkKind,
  readsTexts: boolean,
  gaps: readonly number[] = [],
): ChunkItem[] {
  const reader = new ProtoReader(chunk);
  const items = placesOfItems(chunk).map((place, position) => new Item(reader, kind, place, position, gaps));
  if (readsTexts)
    visitTexts(chunk, (from, to, index) => items[index]?.texts.push(chunk.toString("utf8", from, to)), kind);
  return items;
}

/** Of a class and not put together one by one: a search looks at thousands, of most of them at one attribute. */
class Item implements ChunkItem {
  readonly position: number;
  readonly texts: string[] = [];
  readonly #reader: ProtoReader;
  readonly #isLog: boolean;
  readonly #place: ItemPlace;
  readonly #gaps: readonly number[];

  constructor(reader: ProtoReader, kind: ChunkKind, place: ItemPlace, position: number, gaps: readonly number[]) {
    this.position = position;
    this.#reader = reader;
    this.#isLog = kind === chunkOfLogs;
    this.#place = place;
    this.#gaps = gaps;
  }

  get spanId(): bigint {
    return spanIdOf(this.#reader, this.#place, this.#isLog ? 10 : 2);
  }

  attribute(owner: TokenOwner, key: Buffer): unknown {
    return this.#isLog ? undefined : attributeOf(this.#reader, this.#place, owner, key, this.#gaps);
  }
}

/** Every attribute of an owner, in the order sent. */
export function* attributesOf(chunk: Buffer, owner: "span" | "resource"): Generator<[key: string, value: unknown]> {
  const reader = new ProtoReader(chunk);
  let last: Range | undefined;
  for (const place of placesOfItems(chunk)) {
    if (owner === "resource" && place.resource === last) continue;
    last = place.resource;
    const message = owner === "span" ? place : place.resource;
    if (message === undefined) continue;
    for (const { start, end } of keyValues(reader, message, attributesField[owner])) {
      reader.pos = start;
      let key = "";
      let value: unknown = null;
      while (reader.pos < end) {
        const tag = reader.tag();
        if (tag === keyTag) key = reader.string();
        else if (tag === valueTag) value = anyValue(reader, reader.length());
        else reader.skip(tag);
      }
      yield [key, value];
    }
  }
}

/** Number of the attributes in Span, Resource and InstrumentationScope. */
const attributesField = { span: 9, resource: 1, scope: 3 } as const;
/** Fields of KeyValue. */
const keyTag = (1 << 3) | wireType.length;
const valueTag = (2 << 3) | wireType.length;
/** Deeper nested values than this read as null. */
const maxNesting = 50;

function spanIdOf(reader: ProtoReader, { start, end }: Range, field: number): bigint {
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag !== ((field << 3) | wireType.length)) {
      reader.skip(tag);
      continue;
    }
    const to = reader.length();
    if (to - reader.pos === 8)
      return Buffer.from(reader.bytes.buffer, reader.bytes.byteOffset + reader.pos, 8).readBigInt64BE();
    reader.pos = to;
  }
  return 0n;
}

function attributeOf(
  reader: ProtoReader,
  place: ItemPlace,
  owner: TokenOwner,
  key: Buffer,
  gaps: readonly number[],
): unknown {
  if (owner === "span") return attributeIn(reader, place, attributesField.span, key, gaps);
  if (owner === "resource") return place.resource && attributeIn(reader, place.resource, attributesField.resource, key);
  if (place.scope === undefined) return undefined;
  if (key.equals(nameKey)) return textField(reader, place.scope, 1);
  if (key.equals(versionKey)) return textField(reader, place.scope, 2);
  return attributeIn(reader, place.scope, attributesField.scope, key);
}

const nameKey = Buffer.from("scope.name");
const versionKey = Buffer.from("scope.version");

/** The last one of its key counts, as in ingest. Keys are compared as bytes: a search looks at every attribute of a chunk. */
function attributeIn(
  reader: ProtoReader,
  message: Range,
  field: number,
  wanted: Buffer,
  gaps: readonly number[] = [],
): unknown {
  let value: unknown;
  for (const { start, end } of keyValues(reader, message, field)) {
    reader.pos = start;
    let isWanted = wanted.length === 0;
    let sentFrom = -1;
    let sentTo = -1;
    while (reader.pos < end) {
      const tag = reader.tag();
      if (tag !== keyTag && tag !== valueTag) {
        reader.skip(tag);
        continue;
      }
      const to = reader.length();
      if (tag === keyTag) {
        isWanted = isAt(reader.bytes, reader.pos, to, wanted);
      } else {
        sentFrom = reader.pos;
        sentTo = to;
      }
      reader.pos = to;
    }
    if (!isWanted) continue;
    reader.pos = sentFrom;
    value = sentFrom < 0 ? null : (longIn(reader.bytes, sentFrom, sentTo, gaps) ?? anyValue(reader, sentTo));
  }
  return value;
}

/** Keys are short: calling Buffer's own comparison takes longer. */
function isAt(bytes: Uint8Array, from: number, to: number, wanted: Buffer): boolean {
  if (to - from !== wanted.length) return false;
  for (let i = 0; i < wanted.length; i++) if (bytes[from + i] !== wanted[i]) return false;
  return true;
}

/** What stands for a value from here to there, where it has a gap. */
function longIn(bytes: Uint8Array, from: number, to: number, gaps: readonly number[]): symbol | undefined {
  for (let i = 0; i < gaps.length; i += 2) {
    if (gaps[i]! < from) continue;
    if (gaps[i]! >= to) return undefined;
    // A text alone has nothing around it but its tag and its length.
    return bytes[from] === keyTag && gaps[i + 1] === to && gaps[i]! - from <= 6 ? aLongText : somethingLong;
  }
  return undefined;
}

/** The KeyValues among a message's fields. */
function* keyValues(reader: ProtoReader, message: Range, field: number): Generator<Range> {
  for (let pos = message.start; pos < message.end; ) {
    reader.pos = pos;
    const tag = reader.tag();
    if (tag !== ((field << 3) | wireType.length)) {
      reader.skip(tag);
      pos = reader.pos;
      continue;
    }
    const end = reader.length();
    pos = end;
    yield { start: reader.pos, end };
  }
}

function textField(reader: ProtoReader, { start, end }: Range, field: number): string | undefined {
  reader.pos = start;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag !== ((field << 3) | wireType.length)) reader.skip(tag);
    else return reader.string() || undefined;
  }
  return undefined;
}

/** What lies between the reader and `end`, as a value of JavaScript; the reader then stands there. */
function anyValue(reader: ProtoReader, end: number, nesting = 0): unknown {
  let value: unknown = null;
  if (nesting <= maxNesting) {
    while (reader.pos < end) {
      const tag = reader.tag();
      switch (tag >>> 3) {
        case 1:
          value = reader.string();
          break;
        case 2:
          value = reader.bool();
          break;
        case 3:
          value = Number(reader.int64());
          break;
        case 4:
          value = reader.double();
          break;
        case 5:
          value = listOf(reader, reader.length(), nesting + 1);
          break;
        case 6:
          value = structureOf(reader, reader.length(), nesting + 1);
          break;
        case 7:
          value = Buffer.from(reader.view()).toString("base64");
          break;
        default:
          reader.skip(tag);
      }
    }
  }
  reader.pos = end;
  return value;
}

function listOf(reader: ProtoReader, end: number, nesting: number): unknown[] {
  const items: unknown[] = [];
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag >>> 3 === 1) items.push(anyValue(reader, reader.length(), nesting));
    else reader.skip(tag);
  }
  return items;
}

function structureOf(reader: ProtoReader, end: number, nesting: number): Record<string, unknown> {
  const entries: [string, unknown][] = [];
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag !== keyTag) {
      reader.skip(tag);
      continue;
    }
    const entryEnd = reader.length();
    let key = "";
    let value: unknown = null;
    while (reader.pos < entryEnd) {
      const inner = reader.tag();
      if (inner === keyTag) key = reader.string();
      else if (inner === valueTag) value = anyValue(reader, reader.length(), nesting);
      else reader.skip(inner);
    }
    entries.push([key, value]);
  }
  return Object.fromEntries(entries);
}
