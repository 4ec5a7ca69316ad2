import { crc32 } from "node:zlib";

/**
 * Messages of AWS's event stream encoding (application/vnd.amazon.eventstream), as its specification says: a prelude of
 * two lengths and their checksum, headers, payload, and a checksum over all.
 */
export function eventFrames(events: readonly { readonly type: string; readonly payload: unknown }[]): Buffer[] {
  return events.map(({ type, payload }) =>
    frame({ ":message-type": "event", ":event-type": type, ":content-type": "application/json" }, payload),
  );
}

/** The message of an error that ends the stream. */
export function exceptionFrame(type: string, message: string): Buffer {
  return frame(
    { ":message-type": "exception", ":exception-type": type, ":content-type": "application/json" },
    { message },
  );
}

function frame(headers: Readonly<Record<string, string>>, payload: unknown): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => header(name, value)));
  const body = Buffer.from(JSON.stringify(payload));
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(16 + head.length + body.length, 0);
  lengths.writeUInt32BE(head.length, 4);
  const message = Buffer.concat([lengths, checksum(lengths), head, body]);
  return Buffer.concat([message, checksum(message)]);
}

function header(name: string, value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(Buffer.byteLength(value));
  const isText = 7;
  return Buffer.concat([
    Buffer.from([name.length]),
    Buffer.from(name),
    Buffer.from([isText]),
    length,
    Buffer.from(value),
  ]);
}

function checksum(bytes: Buffer): Buffer {
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(bytes));
  return sum;
}
