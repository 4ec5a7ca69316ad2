import type { OtlpAttribute, OtlpLogRecord, OtlpLogs, OtlpSpan, OtlpTraces, OtlpValue } from "./otlp.ts";

/**
 * OTLP/JSON → binary protobuf, written apart from `@spanloom/wire` so that the tests do not judge a codec by itself.
 * It encodes whatever it is given: ids of a wrong length, text that is not UTF-8 (as `Buffer`), a span without a name.
 */
export function encodeTraces(traces: OtlpTraces): Buffer {
  return message(
    traces.resourceSpans.map(({ resource, scopeSpans }) =>
      bytesField(1, [
        bytesField(1, list(1, resource?.attributes, attribute)),
        ...scopeSpans.map(({ scope, spans }) =>
          bytesField(2, [
            bytesField(1, [text(1, scope?.name), text(2, scope?.version), ...list(3, scope?.attributes, attribute)]),
            ...list(2, spans, span),
          ]),
        ),
      ]),
    ),
  );
}

export function encodeLogs(logs: OtlpLogs): Buffer {
  return message(
    logs.resourceLogs.map(({ resource, scopeLogs }) =>
      bytesField(1, [
        bytesField(1, list(1, resource?.attributes, attribute)),
        ...scopeLogs.map(({ scope, logRecords }) =>
          bytesField(2, [
            bytesField(1, [text(1, scope?.name), text(2, scope?.version)]),
            ...list(2, logRecords, logRecord),
          ]),
        ),
      ]),
    ),
  );
}

function logRecord(value: OtlpLogRecord): Buffer[] {
  return [
    fixed64(1, BigInt(value.timeUnixNano)),
    value.body === undefined ? empty : bytesField(5, anyValue(value.body)),
    ...list(6, value.attributes, attribute),
    id(9, value.traceId),
    id(10, value.spanId),
    text(12, value.eventName),
  ];
}

export function span(value: OtlpSpan): Buffer[] {
  return [
    id(1, value.traceId),
    id(2, value.spanId),
    text(3, value.traceState),
    id(4, value.parentSpanId),
    text(5, value.name),
    varintField(6, BigInt(value.kind ?? 0)),
    fixed64(7, BigInt(value.startTimeUnixNano)),
    fixed64(8, BigInt(value.endTimeUnixNano)),
    ...list(9, value.attributes, attribute),
    varintField(10, BigInt(value.droppedAttributesCount ?? 0)),
    ...list(11, value.events, (event) => [
      fixed64(1, BigInt(event.timeUnixNano)),
      text(2, event.name),
      ...list(3, event.attributes, attribute),
    ]),
    ...list(13, value.links, (link) => [
      id(1, link.traceId),
      id(2, link.spanId),
      ...list(4, link.attributes, attribute),
    ]),
    value.status === undefined
      ? empty
      : bytesField(15, [text(2, value.status.message), varintField(3, BigInt(value.status.code ?? 0))]),
    value.flags === undefined ? empty : fixed32(16, value.flags),
  ];
}

function attribute({ key, value }: OtlpAttribute): Buffer[] {
  return [text(1, key), value === undefined ? empty : bytesField(2, anyValue(value))];
}

function anyValue(value: OtlpValue): Buffer[] {
  if ("stringValue" in value) return [lengthDelimited(1, asBytes(value.stringValue))];
  if ("boolValue" in value) return [Buffer.concat([tag(2, 0), varint(value.boolValue ? 1n : 0n)])];
  if ("intValue" in value) return [Buffer.concat([tag(3, 0), varint(BigInt.asUintN(64, BigInt(value.intValue)))])];
  if ("doubleValue" in value) {
    const double = Buffer.alloc(8);
    double.writeDoubleLE(value.doubleValue);
    return [tag(4, 1), double];
  }
  if ("arrayValue" in value) return [bytesField(5, list(1, value.arrayValue.values, anyValue))];
  if ("kvlistValue" in value) return [bytesField(6, list(1, value.kvlistValue.values, attribute))];
  if ("bytesValue" in value) return [lengthDelimited(7, Buffer.from(value.bytesValue, "base64"))];
  return [];
}

const empty = Buffer.alloc(0);

function message(fields: readonly Buffer[]): Buffer {
  return Buffer.concat(fields);
}

function list<T>(field: number, values: readonly T[] | undefined, encode: (value: T) => Buffer[]): Buffer[] {
  return (values ?? []).map((value) => bytesField(field, encode(value)));
}

function bytesField(field: number, fields: readonly Buffer[]): Buffer {
  return lengthDelimited(field, message(fields));
}

function text(field: number, value: string | undefined): Buffer {
  return value === undefined || value.length === 0 ? empty : lengthDelimited(field, asBytes(value));
}

/** A `Buffer` where a string belongs is written as it is: the way to send text that is not UTF-8. */
function asBytes(value: unknown): Buffer {
  return Buffer.isBuffer(value) ? value : Buffer.from(String(value), "utf8");
}

function id(field: number, hex: string | undefined): Buffer {
  return hex === undefined || hex === "" ? empty : lengthDelimited(field, Buffer.from(hex, "hex"));
}

function lengthDelimited(field: number, bytes: Buffer): Buffer {
  return Buffer.concat([tag(field, 2), varint(BigInt(bytes.length)), bytes]);
}

function varintField(field: number, value: bigint): Buffer {
  return value === 0n ? empty : Buffer.concat([tag(field, 0), varint(BigInt.asUintN(64, value))]);
}

function fixed64(field: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  return value === 0n ? empty : Buffer.concat([tag(field, 1), bytes]);
}

function fixed32(field: number, value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return Buffer.concat([tag(field, 5), bytes]);
}

function tag(field: number, wireType: number): Buffer {
  return varint(BigInt((field << 3) | wireType));
}

/** Nearly every tag and length. */
const oneByte = Array.from({ length: 0x80 }, (_, value) => Buffer.of(value));

function varint(value: bigint): Buffer {
  if (value < 0x80n) return oneByte[Number(value)]!;
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    bytes.push(rest === 0n ? low : low | 0x80);
  } while (rest !== 0n);
  return Buffer.from(bytes);
}
