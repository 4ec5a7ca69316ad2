import type { AttributeValue } from "@spanloom/conventions";
import { OtlpDecodeError, type ProtoReader } from "@spanloom/wire/otlp";

/** Attributes while they are read; without a prototype, so that a key named `__proto__` is a key like any other. */
export type AttributeRecord = Record<string, AttributeValue>;

export function emptyAttributes(): AttributeRecord {
  return Object.create(null) as AttributeRecord;
}

/** What is stored must be read again by the whole decoder, whose own limit (wire's `maxDepth`, in messages) this fits. */
const maxDepth = 64;

/** Text that may not be UTF-8: Buffer's own decoder is several times faster than TextDecoder on OTLP's short strings. */
export function readText(reader: ProtoReader): string {
  const end = reader.length();
  const text = (reader.bytes as Buffer).toString("utf8", reader.pos, end);
  reader.pos = end;
  return text;
}

/** The end of the length-delimited field that comes next, which must lie inside its message. */
export function nestedEnd(reader: ProtoReader, limit: number): number {
  const end = reader.length();
  if (end > limit) throw new OtlpDecodeError("not protobuf: a field runs past the end of its message");
  return end;
}

/** A message that its last field ran past is broken, though its bytes can be read as something: no other reader would. */
export function checkEnd(reader: ProtoReader, end: number): void {
  if (reader.pos !== end) throw new OtlpDecodeError("not protobuf: a field runs past the end of its message");
}

/** opentelemetry.proto.common.v1.KeyValue. A key that comes twice: the last one counts (the specification leaves it open). */
export function readKeyValue(reader: ProtoReader, end: number, into: AttributeRecord, depth = 0): void {
  let key = "";
  let value: AttributeValue = null;
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 10) key = readText(reader);
    else if (tag === 18) value = readAnyValue(reader, nestedEnd(reader, end), depth);
    else reader.skip(tag);
  }
  checkEnd(reader, end);
  into[key] = value;
}

/** opentelemetry.proto.common.v1.AnyValue. An int64 past 2^53 is a bigint; no value at all is null. */
export function readAnyValue(reader: ProtoReader, end: number, depth: number): AttributeValue {
  let value: AttributeValue = null;
  while (reader.pos < end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        value = readText(reader);
        break;
      case 16:
        value = reader.bool();
        break;
      case 24:
        value = narrow(reader.int64());
        break;
      case 33:
        value = reader.double();
        break;
      case 42:
        value = readArray(reader, nestedEnd(reader, end), depth + 1);
        break;
      case 50:
        value = readKeyValueList(reader, nestedEnd(reader, end), depth + 1);
        break;
      case 58:
        value = reader.view();
        break;
      default:
        reader.skip(tag);
    }
  }
  checkEnd(reader, end);
  return value;
}

function readArray(reader: ProtoReader, end: number, depth: number): AttributeValue {
  const values: AttributeValue[] = [];
  if (depth > maxDepth) throw tooDeep();
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 10) values.push(readAnyValue(reader, nestedEnd(reader, end), depth));
    else reader.skip(tag);
  }
  checkEnd(reader, end);
  return values;
}

function readKeyValueList(reader: ProtoReader, end: number, depth: number): AttributeValue {
  const values = emptyAttributes();
  if (depth > maxDepth) throw tooDeep();
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 10) readKeyValue(reader, nestedEnd(reader, end), values, depth);
    else reader.skip(tag);
  }
  checkEnd(reader, end);
  return values;
}

function tooDeep(): OtlpDecodeError {
  return new OtlpDecodeError(`an attribute's value is nested deeper than ${maxDepth}`);
}

function narrow(value: bigint): number | bigint {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}
