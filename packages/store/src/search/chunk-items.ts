/** The spans or log records of a chunk as a content check needs them: whose they are, their texts, and attributes by key. */
import { type ChunkKind, chunkOfLogs, visitTexts } from "./chunk-texts.ts";
import type { TokenOwner } from "./tokens.ts";

/** A span or a log record. */
export interface ChunkItem {
  /** Of the span, or the one a log record names. */
  readonly spanId: bigint;
  readonly texts: readonly string[];
  /** The value of an attribute as it was sent; undefined where there is none of this key. Of spans only. */
  attribute(owner: TokenOwner, key: string): unknown;
}

/** Texts are read only where they are wanted: most of a chunk is text. */
export function readChunkItems(chunk: Buffer, kind: ChunkKind, readsTexts: boolean): ChunkItem[] {
  const isLog = kind === chunkOfLogs;
  const items = [...itemRanges(chunk)].map(({ item, scope, resource }) => {
    let spanId = 0n;
    for (const field of fieldsOf(chunk, item.from, item.to)) {
      if (field.number === (isLog ? 10 : 2) && field.to - field.from === 8) spanId = chunk.readBigInt64BE(field.from);
    }
    return {
      spanId,
      texts: [] as string[],
      attribute(owner: TokenOwner, key: string): unknown {
        if (isLog) return undefined;
        if (owner === "span") return attributeOf(chunk, item, 9, key);
        if (owner === "resource") return resource && attributeOf(chunk, resource, 1, key);
        if (scope === undefined) return undefined;
        if (key === "scope.name") return textField(chunk, scope, 1);
        if (key === "scope.version") return textField(chunk, scope, 2);
        return attributeOf(chunk, scope, 3, key);
      },
    };
  });
  if (readsTexts)
    visitTexts(chunk, (from, to, index) => items[index]?.texts.push(chunk.toString("utf8", from, to)), kind);
  return items;
}

/** Every attribute of an owner, in the order sent. */
export function* attributesOf(chunk: Buffer, owner: "span" | "resource"): Generator<[key: string, value: unknown]> {
  let last: Field | undefined;
  for (const { item, resource } of itemRanges(chunk)) {
    if (owner === "resource" && resource === last) continue;
    last = resource;
    const message = owner === "span" ? item : resource;
    if (message === undefined) continue;
    for (const field of fieldsOf(chunk, message.from, message.to)) {
      if (field.number === (owner === "span" ? 9 : 1)) yield keyValueOf(chunk, field);
    }
  }
}

interface Field {
  readonly number: number;
  /** Of the content of a length-delimited field; for others the value's bytes. */
  readonly from: number;
  readonly to: number;
  readonly wireType: number;
  /** Of a varint field. */
  readonly value: bigint;
}

interface ItemPlace {
  readonly item: Field;
  readonly scope: Field | undefined;
  readonly resource: Field | undefined;
}

/** resource_spans (1) → scope_spans (2) → spans (2); the messages for logs have the same numbers. */
function* itemRanges(chunk: Buffer): Generator<ItemPlace> {
  for (const resourceItems of fieldsOf(chunk, 0, chunk.length)) {
    if (resourceItems.number !== 1 || resourceItems.wireType !== 2) continue;
    const inResource = [...fieldsOf(chunk, resourceItems.from, resourceItems.to)].filter(
      ({ wireType }) => wireType === 2,
    );
    const resource = inResource.find(({ number }) => number === 1);
    for (const scopeItems of inResource) {
      if (scopeItems.number !== 2) continue;
      const inScope = [...fieldsOf(chunk, scopeItems.from, scopeItems.to)].filter(({ wireType }) => wireType === 2);
      const scope = inScope.find(({ number }) => number === 1);
      for (const item of inScope) if (item.number === 2) yield { item, scope, resource };
    }
  }
}

/** The last one of its key counts, as in ingest. */
function attributeOf(chunk: Buffer, message: Field, number: number, key: string): unknown {
  let value: unknown;
  for (const field of fieldsOf(chunk, message.from, message.to)) {
    if (field.number !== number) continue;
    const [name, sent] = keyValueOf(chunk, field);
    if (name === key) value = sent;
  }
  return value;
}

function keyValueOf(chunk: Buffer, at: Field): [key: string, value: unknown] {
  let key = "";
  let value: unknown = null;
  for (const field of fieldsOf(chunk, at.from, at.to)) {
    if (field.number === 1 && field.wireType === 2) key = chunk.toString("utf8", field.from, field.to);
    else if (field.number === 2 && field.wireType === 2) value = anyValueOf(chunk, field, 0);
  }
  return [key, value];
}

function textField(chunk: Buffer, message: Field, number: number): string | undefined {
  for (const field of fieldsOf(chunk, message.from, message.to)) {
    if (field.number === number && field.wireType === 2 && field.to > field.from)
      return chunk.toString("utf8", field.from, field.to);
  }
  return undefined;
}

function anyValueOf(chunk: Buffer, at: Field, depth: number): unknown {
  if (depth > 50) return null;
  for (const field of fieldsOf(chunk, at.from, at.to)) {
    switch (field.number) {
      case 1:
        return chunk.toString("utf8", field.from, field.to);
      case 2:
        return field.value !== 0n;
      case 3:
        return Number(BigInt.asIntN(64, field.value));
      case 4:
        return field.to - field.from === 8 ? chunk.readDoubleLE(field.from) : null;
      case 5:
        return [...fieldsOf(chunk, field.from, field.to)].map((item) => anyValueOf(chunk, item, depth + 1));
      case 6:
        return Object.fromEntries(
          [...fieldsOf(chunk, field.from, field.to)].map((item) => {
            const [key, value] = [...fieldsOf(chunk, item.from, item.to)];
            return [
              key ? chunk.toString("utf8", key.from, key.to) : "",
              value ? anyValueOf(chunk, value, depth + 1) : null,
            ];
          }),
        );
      case 7:
        return chunk.toString("base64", field.from, field.to);
    }
  }
  return null;
}

/** The fields of a message; bytes that are no protobuf end it. */
function* fieldsOf(bytes: Buffer, from: number, to: number): Generator<Field> {
  let at = from;
  const varint = (): bigint | undefined => {
    let value = 0n;
    for (let shift = 0n; at < to && shift < 70n; shift += 7n) {
      const byte = bytes[at++]!;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return undefined;
  };
  while (at < to) {
    const tag = varint();
    if (tag === undefined) return;
    const number = Number(tag >> 3n);
    const wireType = Number(tag & 7n);
    let value = 0n;
    let start = at;
    if (wireType === 0) {
      const read = varint();
      if (read === undefined) return;
      value = read;
    } else if (wireType === 1) at += 8;
    else if (wireType === 5) at += 4;
    else if (wireType === 2) {
      const size = varint();
      if (size === undefined) return;
      start = at;
      at += Number(size);
    } else return;
    if (at > to) return;
    yield { number, from: start, to: at, wireType, value };
  }
}
