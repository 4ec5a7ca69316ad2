import type { Attributes, LogEvent, SpanEvent, SpanSource } from "@spanloom/conventions";
import type { ProtoReader } from "@spanloom/wire/otlp";
import type { Emitter } from "./emitter.ts";
import { checkEnd, emptyAttributes, nestedEnd, readKeyValue, readText } from "./values.ts";

const none = new Uint8Array(0);

/**
 * opentelemetry.proto.trace.v1.Span, decoded once, with the bytes that it came as. Ids and times are still as sent:
 * `sanitise` judges them.
 */
export class DecodedSpan implements SpanSource {
  readonly emitter: Emitter;
  /** The span message in the request's buffer. */
  readonly bytes: Uint8Array;
  traceIdBytes: Uint8Array = none;
  spanIdBytes: Uint8Array = none;
  parentSpanIdBytes: Uint8Array = none;
  name = "";
  kind = 0;
  startTimeUnixNano = 0n;
  endTimeUnixNano = 0n;
  status = { code: 0, message: "" };
  readonly attributes: Attributes = emptyAttributes();
  readonly logs: readonly LogEvent[] = [];
  readonly events: SpanEvent[] = [];

  /** Throws OtlpDecodeError where the bytes are no span. */
  constructor(reader: ProtoReader, start: number, end: number, emitter: Emitter) {
    this.emitter = emitter;
    this.bytes = reader.bytes.subarray(start, end);
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag();
      switch (tag) {
        case 10:
          this.traceIdBytes = reader.view();
          break;
        case 18:
          this.spanIdBytes = reader.view();
          break;
        case 34:
          this.parentSpanIdBytes = reader.view();
          break;
        case 42:
          this.name = readText(reader);
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
          readKeyValue(reader, nestedEnd(reader, end), this.attributes as Record<string, never>);
          break;
        case 90:
          this.events.push(readEvent(reader, nestedEnd(reader, end)));
          break;
        case 106:
          checkLink(reader, nestedEnd(reader, end));
          break;
        case 122:
          this.status = readStatus(reader, nestedEnd(reader, end));
          break;
        default:
          reader.skip(tag);
      }
    }
    checkEnd(reader, end);
  }

  get resource(): Attributes {
    return this.emitter.resource;
  }

  get scope(): SpanSource["scope"] {
    return this.emitter.scope;
  }
}

/** Links stay in the span's bytes; whoever opens the trace must be able to read them there. */
function checkLink(reader: ProtoReader, end: number): void {
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 34) readKeyValue(reader, nestedEnd(reader, end), emptyAttributes());
    else reader.skip(tag);
  }
  checkEnd(reader, end);
}

function readStatus(reader: ProtoReader, end: number): { code: number; message: string } {
  const status = { code: 0, message: "" };
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 18) status.message = readText(reader);
    else if (tag === 24) status.code = reader.uint32();
    else reader.skip(tag);
  }
  checkEnd(reader, end);
  return status;
}

function readEvent(reader: ProtoReader, end: number): SpanEvent {
  let name = "";
  let timeUnixNano = 0n;
  const attributes = emptyAttributes();
  while (reader.pos < end) {
    const tag = reader.tag();
    if (tag === 9) timeUnixNano = reader.fixed64();
    else if (tag === 18) name = readText(reader);
    else if (tag === 26) readKeyValue(reader, nestedEnd(reader, end), attributes);
    else reader.skip(tag);
  }
  checkEnd(reader, end);
  return { name, timeUnixNano, attributes };
}
