import type { Attributes, LogEvent, SpanEvent, SpanSource } from "@spanloom/conventions";

import type { Emitter } from "./emitter.ts";
import { noSpanId, type OtlpReader } from "./reader.ts";
import { type AttributeRecord, emptyAttributes, readKeyValue } from "./values.ts";

/**
 * opentelemetry.proto.trace.v1.Span, decoded once, with the bytes that it came as. Ids and times are still as sent:
 * `sanitise` judges them.
 */
export class DecodedSpan implements SpanSource {
  readonly emitter: Emitter;
  /** The span message in the request's buffer. */
  readonly bytes: Uint8Array;
  /** Hex. */
  traceId = "";
  spanId = noSpanId;
  parentSpanId = noSpanId;
  name = "";
  kind = 0;
  startTimeUnixNano = 0n;
  endTimeUnixNano = 0n;
  status = unset;
  readonly attributes: Attributes = emptyAttributes();
  /** Those of `attributes` in the order they came; one that came twice stands here twice. */
  readonly attributeNames: string[] = [];
  /** Whether a text has U+FFFD in it: bytes that are not UTF-8, or the character itself. */
  readonly hasBadText: boolean;
  readonly logs: readonly LogEvent[] = noLogs;
  readonly events: SpanEvent[] = [];

  /** Throws OtlpDecodeError where the bytes are no span. */
  constructor(reader: OtlpReader, start: number, end: number, emitter: Emitter) {
    this.emitter = emitter;
    this.bytes = reader.bytes.subarray(start, end);
    reader.pos = start;
    reader.sawBadText = false;
    while (reader.pos < end) {
      const tag = reader.tag();
      switch (tag) {
        case 10:
          this.traceId = reader.traceId();
          break;
        case 18:
          this.spanId = reader.spanId();
          break;
        case 34:
          this.parentSpanId = reader.spanId();
          break;
        case 42:
          this.name = reader.text();
          break;
        case 48:
          this.kind = reader.uint32();
          break;
        case 57:
          this.startTimeUnixNano = reader.fixed64();
          break;
        case 65:
          this.endTimeUnixNano = reader.fixed64();
          break;
        case 74:
          this.attributeNames.push(readKeyValue(reader, reader.nestedEnd(end), this.attributes as AttributeRecord));
          break;
        case 90:
          this.events.push(readEvent(reader, reader.nestedEnd(end)));
          break;
        case 106:
          checkLink(reader, reader.nestedEnd(end));
          break;
        case 122:
          this.status = readStatus(reader, reader.nestedEnd(end));
          break;
        default:
          reader.skip(tag);
      }
    }
    reader.checkEnd(end);
    this.hasBadText = reader.sawBadText;
  }

  get resource(): Attributes {
    return this.emitter.resource;
  }

  get scope(): SpanSource["scope"] {
    return this.emitter.scope;
  }
}

const unset: SpanSource["status"] = { code: 0, message: "" };
const noLogs: readonly LogEvent[] = [];

/** Links stay in the span's bytes; whoever opens the trace must be able to read them there. */
function checkLink(reader: OtlpReader, end: number): void {
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 34) readKeyValue(reader, reader.nestedEnd(end), emptyAttributes());
    else reader.skip(tag);
  }
  reader.checkEnd(end);
}

function readStatus(reader: OtlpReader, end: number): { code: number; message: string } {
  const status = { code: 0, message: "" };
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 18) status.message = reader.text();
    else if (tag === 24) status.code = reader.uint32();
    else reader.skip(tag);
  }
  reader.checkEnd(end);
  return status;
}

function readEvent(reader: OtlpReader, end: number): SpanEvent {
  let name = "";
  let timeUnixNano = 0n;
  const attributes = emptyAttributes();
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 9) timeUnixNano = reader.fixed64();
    else if (tag === 18) name = reader.text();
    else if (tag === 26) readKeyValue(reader, reader.nestedEnd(end), attributes);
    else reader.skip(tag);
  }
  reader.checkEnd(end);
  return { name, timeUnixNano, attributes };
}
