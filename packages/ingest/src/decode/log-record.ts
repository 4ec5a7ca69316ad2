import type { Attributes, AttributeValue, LogEvent } from "@spanloom/conventions";

import type { Emitter } from "./emitter.ts";
import { noSpanId, type OtlpReader } from "./reader.ts";
import { emptyAttributes, readAnyValue, readKeyValue } from "./values.ts";

/** opentelemetry.proto.logs.v1.LogRecord, the part that tells an event of a span, with the bytes that it came as. */
export class DecodedLogRecord implements LogEvent {
  readonly emitter: Emitter;
  readonly bytes: Uint8Array;
  traceId = "";
  spanId = noSpanId;
  timeUnixNano = 0n;
  eventName = "";
  body: AttributeValue = null;
  readonly attributes: Attributes = emptyAttributes();

  /** Throws OtlpDecodeError where the bytes are no log record. */
  constructor(reader: OtlpReader, start: number, end: number, emitter: Emitter) {
    this.emitter = emitter;
    this.bytes = reader.bytes.subarray(start, end);
    let observedTimeUnixNano = 0n;
    reader.pos = start;
    while (reader.pos < end) {
      const tag = reader.tag();
      switch (tag) {
        case 9:
          this.timeUnixNano = reader.fixed64();
          break;
        case 89:
          observedTimeUnixNano = reader.fixed64();
          break;
        case 42:
          this.body = readAnyValue(reader, reader.nestedEnd(end), 0);
          break;
        case 50:
          readKeyValue(reader, reader.nestedEnd(end), this.attributes as Record<string, never>);
          break;
        case 74:
          this.traceId = reader.traceId();
          break;
        case 82:
          this.spanId = reader.spanId();
          break;
        case 98:
          this.eventName = reader.text();
          break;
        default:
          reader.skip(tag);
      }
    }
    reader.checkEnd(end);
    if (this.timeUnixNano === 0n) this.timeUnixNano = observedTimeUnixNano;
    // Before LogRecord had a field for it, the event's name was an attribute.
    const named = this.attributes["event.name"];
    if (this.eventName === "" && typeof named === "string") this.eventName = named;
  }
}
