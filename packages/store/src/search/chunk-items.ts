/** The spans or log records of a chunk as a content check needs them: whose they are, their texts, and attributes by key. */
import { type ChunkKind, chunkOfLogs, visitTexts } from "./chunk-texts.ts";

export interface ChunkItem {
  /** Of the span, or the one a log record names. */
  readonly spanId: bigint;
  readonly texts: readonly string[];
  /** Texts as they are, other values as JSON; only the keys asked for, of spans. */
  readonly attributes: ReadonlyMap<string, string>;
}

export function readChunkItems(chunk: Buffer, kind: ChunkKind, keys: ReadonlySet<string>): ChunkItem[] {
  const items = [...itemRanges(chunk)].map(({ from, to }) => {
    const isLog = kind === chunkOfLogs;
    const attributes = new Map<string, string>();
    let spanId = 0n;
    for (const field of fieldsOf(chunk, from, to)) {
      if (field.number === (isLog ? 10 : 2) && field.to - field.from === 8) spanId = chunk.readBigInt64BE(field.from);
      else if (!isLog && field.number === 9 && keys.size > 0) readAttribute(chunk, field, keys, attributes);
    }
    return { spanId, texts: [] as string[], attributes };
  });
  visitTexts(chunk, (from, to, index) => items[index]?.texts.push(chunk.toString("utf8", from, to)), kind);
  return items;
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

/** resource_spans (1) → scope_spans (2) → spans (2); the messages for logs have the same numbers. */
function* itemRanges(chunk: Buffer): Generator<Field> {
  for (const resource of fieldsOf(chunk, 0, chunk.length)) {
    if (resource.number !== 1 || resource.wireType !== 2) continue;
    for (const scope of fieldsOf(chunk, resource.from, resource.to)) {
      if (scope.number !== 2 || scope.wireType !== 2) continue;
      for (const item of fieldsOf(chunk, scope.from, scope.to))
        if (item.number === 2 && item.wireType === 2) yield item;
    }
  }
}

function readAttribute(chunk: Buffer, at: Field, keys: ReadonlySet<string>, attributes: Map<string, string>): void {
  let key = "";
  let value: string | undefined;
  for (const field of fieldsOf(chunk, at.from, at.to)) {
    if (field.number === 1 && field.wireType === 2) key = chunk.toString("utf8", field.from, field.to);
    else if (field.number === 2 && field.wireType === 2 && keys.has(key)) value = textOf(chunk, field, 0);
  }
  if (value !== undefined) attributes.set(key, value);
}

/** An AnyValue: a text as it is, everything else as JSON. */
function textOf(chunk: Buffer, at: Field, depth: number): string {
  const value = anyValueOf(chunk, at, depth);
  return typeof value === "string" ? value : JSON.stringify(value);
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
