import { OtlpDecodeError } from "../errors.ts";
import type { Field, FieldKind, Init, MessageType } from "./descriptor.ts";
import { maxDepth, ProtoReader, ProtoWriter, wireType } from "./protobuf.ts";

/**
 * Decodes a protobuf message. Fields that did not come have their defaults, unknown ones are skipped, of a repeated
 * single field the last wins. Bytes fields are views into `bytes`. Throws `OtlpDecodeError` only.
 */
export function decodeBinary<T>(type: MessageType<T>, bytes: Uint8Array): T {
  return readMessage(type, new ProtoReader(bytes), 0) as T;
}

/** Encodes a message; what is left out or at its default takes no bytes. */
export function encodeBinary<T>(type: MessageType<T>, message: Init<T>, writer = new ProtoWriter()): Uint8Array {
  writeMessage(type, message as Record<string, unknown>, writer);
  return writer.finish();
}

/** The value that a field has when nothing was sent. */
export function defaultOf(field: Field): unknown {
  if (field.cardinality === "repeated") return [];
  if (field.cardinality === "map") return {};
  if (field.cardinality === "optional") return undefined;
  switch (field.kind) {
    case "string":
      return "";
    case "bool":
      return false;
    case "bytes":
      return new Uint8Array(0);
    case "message":
    case "value":
    case "timestamp":
    case "duration":
      return undefined;
    case "enum":
      return field.enumNames ? Object.keys(field.enum!.values)[0] : 0;
    default:
      return isBig(field.kind) ? 0n : 0;
  }
}

/** Fields whose value is a bigint in OTLP messages. */
export function isBig(kind: FieldKind): boolean {
  return kind === "int64" || kind === "fixed64";
}

type Open = Record<string, unknown>;

/** An object with every field at its default. */
export function emptyMessage(type: MessageType): Open {
  const message: Open = {};
  for (const field of type.fields) {
    const value = defaultOf(field);
    if (value !== undefined) message[field.key] = value;
  }
  return message;
}

function readMessage(type: MessageType, reader: ProtoReader, depth: number): Open {
  if (depth > maxDepth) throw new OtlpDecodeError(`messages nested deeper than ${maxDepth}, at byte ${reader.pos}`);
  const message = emptyMessage(type);
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    const field = type.field(tag >>> 3);
    if (field === undefined) {
      reader.skip(tag);
    } else if (field.cardinality === "repeated") {
      readRepeated(field, tag, reader, message[field.key] as unknown[], depth);
    } else if ((tag & 7) !== wireTypeOf(field.kind)) {
      reader.skip(tag);
    } else {
      message[field.key] = readValue(field, reader, depth);
    }
  }
  return message;
}

function readRepeated(field: Field, tag: number, reader: ProtoReader, into: unknown[], depth: number): void {
  const expected = wireTypeOf(field.kind);
  if ((tag & 7) === expected) {
    into.push(readValue(field, reader, depth));
  } else if ((tag & 7) === wireType.length) {
    const packed = reader.nested();
    while (packed.pos < packed.end) into.push(readValue(field, packed, depth));
  } else {
    reader.skip(tag);
  }
}

function readValue(field: Field, reader: ProtoReader, depth: number): unknown {
  switch (field.kind) {
    case "string":
      return reader.string();
    case "bytes":
      return reader.view();
    case "message":
      return readMessage(field.message!, reader.nested(), depth + 1);
    case "bool":
      return reader.bool();
    case "uint32":
      return reader.uint32();
    case "int32":
    case "enum":
      return reader.int32();
    case "int64":
      return reader.int64();
    case "number64":
      return Number(reader.int64());
    case "fixed32":
      return reader.fixed32();
    case "fixed64":
      return reader.fixed64();
    case "double":
      return reader.double();
    default:
      throw notBinary(field);
  }
}

function writeMessage(type: MessageType, message: Open, writer: ProtoWriter): void {
  for (const field of type.fields) {
    const value = message[field.key];
    if (value === undefined || value === null) continue;
    if (field.cardinality === "repeated") {
      for (const item of value as readonly unknown[]) writeField(field, item, writer);
    } else if (field.cardinality === "optional" || !isDefault(value)) {
      writeField(field, value, writer);
    }
  }
}

/** Whether protobuf leaves a field of this value out. */
export function isDefault(value: unknown): boolean {
  return (
    value === "" ||
    value === false ||
    value === 0n ||
    (value === 0 && !Object.is(value, -0)) ||
    (value instanceof Uint8Array && value.length === 0)
  );
}

/** Repeated numbers are written one by one: none of the messages that travel as binary has any. */
function writeField(field: Field, value: unknown, writer: ProtoWriter): void {
  writer.tag(field.no, wireTypeOf(field.kind));
  switch (field.kind) {
    case "string":
      writer.string(value as string);
      break;
    case "bytes":
      writer.bytes(value as Uint8Array);
      break;
    case "message": {
      const mark = writer.open();
      writeMessage(field.message!, value as Open, writer);
      writer.close(mark);
      break;
    }
    case "bool":
      writer.bool(value as boolean);
      break;
    case "uint32":
      writer.uint32(value as number);
      break;
    case "int32":
    case "enum":
      writer.int32(value as number);
      break;
    case "int64":
    case "number64":
      writer.uint64(BigInt(value as bigint));
      break;
    case "fixed32":
      writer.fixed32(value as number);
      break;
    case "fixed64":
      writer.fixed64(value as bigint);
      break;
    case "double":
      writer.double(value as number);
      break;
    default:
      throw notBinary(field);
  }
}

function wireTypeOf(kind: FieldKind): number {
  switch (kind) {
    case "double":
    case "fixed64":
      return wireType.fixed64;
    case "fixed32":
      return wireType.fixed32;
    case "string":
    case "bytes":
    case "message":
      return wireType.length;
    default:
      return wireType.varint;
  }
}

function notBinary(field: Field): TypeError {
  return new TypeError(`field ${field.name} of kind ${field.kind} exists in REST JSON only`);
}
