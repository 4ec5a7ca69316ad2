import type { AttributeValue } from "@spanloom/conventions";
import { OtlpDecodeError } from "@spanloom/wire/otlp";
import type { OtlpReader } from "./reader.ts";

/** Attributes while they are read; without a prototype, so that a key named `__proto__` is a key like any other. */
export type AttributeRecord = Record<string, AttributeValue>;

export function emptyAttributes(): AttributeRecord {
  return Object.create(null) as AttributeRecord;
}

/** What is stored must be read again by the whole decoder, whose own limit (wire's `maxDepth`, in messages) this fits. */
const maxDepth = 64;

/**
 * opentelemetry.proto.common.v1.KeyValue; returns the key. One that comes twice: the last value counts (the specification
 * leaves it open).
 */
export function readKeyValue(reader: OtlpReader, end: number, into: AttributeRecord, depth = 0): string {
  let key = "";
  let value: AttributeValue = null;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 10) key = reader.text();
    else if (tag === 18) value = readAnyValue(reader, reader.nestedEnd(end), depth);
    else reader.skip(tag);
  }
  reader.checkEnd(end);
  into[key] = value;
  return key;
}

/** opentelemetry.proto.common.v1.AnyValue. An int64 past 2^53 is a bigint; no value at all is null. */
export function readAnyValue(reader: OtlpReader, end: number, depth: number): AttributeValue {
  let value: AttributeValue = null;
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        value = reader.text();
        break;
      case 16:
        value = reader.bool();
        break;
      case 24:
        value = reader.integer();
        break;
      case 33:
        value = reader.double();
        break;
      case 42:
        value = readArray(reader, reader.nestedEnd(end), depth + 1);
        break;
      case 50:
        value = readKeyValueList(reader, reader.nestedEnd(end), depth + 1);
        break;
      case 58:
        value = reader.view();
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.checkEnd(end);
  return value;
}

function readArray(reader: OtlpReader, end: number, depth: number): AttributeValue {
  const values: AttributeValue[] = [];
  if (depth > maxDepth) throw tooDeep();
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 10) values.push(readAnyValue(reader, reader.nestedEnd(end), depth));
    else reader.skip(tag);
  }
  reader.checkEnd(end);
  return values;
}

function readKeyValueList(reader: OtlpReader, end: number, depth: number): AttributeValue {
  const values = emptyAttributes();
  if (depth > maxDepth) throw tooDeep();
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 10) readKeyValue(reader, reader.nestedEnd(end), values, depth);
    else reader.skip(tag);
  }
  reader.checkEnd(end);
  return values;
}

function tooDeep(): OtlpDecodeError {
  return new OtlpDecodeError(`an attribute's value is nested deeper than ${maxDepth}`);
}
