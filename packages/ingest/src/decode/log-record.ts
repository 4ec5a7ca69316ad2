import type { Attributes, AttributeValue, LogEvent } from "@spanloom/conventions";
import type { ProtoReader } from "@spanloom/wire/otlp";
import type { Emitter } from "./emitter.ts";
import { checkEnd, emptyAttributes, nestedEnd, readAnyValue, readKeyValue, readText } from "./values.ts";

const none = new Uint8Array(0);

/** opentelemetry.proto.logs.v1.LogRecord, the part that tells an event of a span, with the bytes that it came as. */
export class DecodedLogRecord implements LogEvent {
  readonly emitter: Emitter;
  readonly bytes: Uint8Array;
  traceIdBytes: Uint8Array = none;
  spanIdBytes: Uint8Array = none;
  timeUnixNano = 0n;
  eventName = "";
  body: AttributeValue = null;
  readonly attributes: Attributes = emptyAttributes();

  /** Throws OtlpDecodeError where the bytes are no log record. */
  constructor(reader: ProtoReader, start: number, end: number, emitter: Emitter) {
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
          this.body = readAnyValue(reader, nestedEnd(reader, end), 0);
          break;
        case 50:
          readKeyValue(reader, nestedEnd(reader, end), this.attributes as Record<string, never>);
          break;
        case 74:
          this.traceIdBytes = reader.view();
          break;
        case 82:
          this.spanIdBytes = reader.view();
          break;
        case 98:
          this.eventName = readText(reader);
          break;
        default:
          reader.skip(tag);
      }
    }
    checkEnd(reader, end);
    if (this.timeUnixNano === 0n) this.timeUnixNano = observedTimeUnixNano;
    // Before LogRecord had a field for it, the event's name was an attribute.
    const named = this.attributes["event.name"];
    if (this.eventName === "" && typeof named === "string") this.eventName = named;
  }
}
