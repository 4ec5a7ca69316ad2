import type { IncomingMessage } from "node:http";
import { constants, createGunzip, createInflate, createInflateRaw, createZstdDecompress } from "node:zlib";
import type { Ticket } from "../otlp/admission.ts";
import { badRequest, comeAgain, overloaded, type Refusal, tooLarge, unsupported } from "../otlp/refusal.ts";

export interface BodyLimits {
  readonly maxBytes: number;
  readonly timeoutMs: number;
}

/**
 * The body of a request, decompressed as it arrives, so that nothing is ever held beyond the limits: neither a body
 * that is too long, nor one that unpacks to too much, nor more than `ticket` allows over all requests. Throws a
 * `Refusal`. The request's connection stays usable for the answer.
 */
export function readBody(request: IncomingMessage, limits: BodyLimits, ticket: Ticket): Promise<Buffer> {
  const encoding = (request.headers["content-encoding"] ?? "identity").trim().toLowerCase();
  const open = decompressors[encoding];
  if (encoding !== "identity" && open === undefined) {
    throw unsupported(`Content-Encoding '${encoding}' is not one of ${acceptedEncodings}.`);
  }
  if (Number(request.headers["content-length"]) > limits.maxBytes) throw tooLarge(limits.maxBytes);

  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let sentSize = 0;
    let unpack: ReturnType<Decompressor> | undefined;

    let settled = false;

    const settle = (refusal?: Refusal) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      request.off("data", receive).off("end", end).off("close", closed).off("error", closed).resume();
      unpack?.destroy();
      if (refusal) reject(refusal);
      else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size));
    };
    const keep = (chunk: Buffer) => {
      if (settled) return;
      size += chunk.length;
      if (size > limits.maxBytes) settle(tooLarge(limits.maxBytes));
      else if (!ticket.grow(chunk.length)) settle(overloaded());
      else chunks.push(chunk);
    };
    const receive = (chunk: Buffer) => {
      // Counted apart: a compressed stream can go on for ever without unpacking to anything.
      sentSize += chunk.length;
      if (sentSize > limits.maxBytes) settle(tooLarge(limits.maxBytes));
      else if (open === undefined) keep(chunk);
      else {
        unpack ??= open(chunk)
          .on("data", keep)
          .on("end", () => settle())
          .on("drain", () => request.resume())
          .on("error", (error) => settle(badRequest("body", `The body is not valid ${encoding}: ${error.message}.`)));
        if (!unpack.write(chunk)) request.pause();
      }
    };
    const end = () => {
      if (unpack) unpack.end();
      else settle();
    };
    const closed = () => {
      if (!request.complete) settle(comeAgain("The connection ended before the body did.", 1));
    };
    const timer = setTimeout(
      () =>
        settle(comeAgain(`The body did not arrive within ${limits.timeoutMs / 1000} s (--body-timeout-seconds).`, 1)),
      limits.timeoutMs,
    );
    request.on("data", receive).on("end", end).on("close", closed).on("error", closed);
  });
}

type Decompressor = (firstChunk: Buffer) => NodeJS.ReadWriteStream & { destroy(): void };

/** Large enough that a body of a megabyte is a few events, small enough that a small body wastes little. */
const chunkSize = 128 * 1024;
/** RFC 9659: a zstd body may ask for a window of 8 MB at most, and so a small body cannot make us reserve more. */
const zstdWindow = { [constants.ZSTD_d_windowLogMax]: 23 };

const decompressors: Readonly<Record<string, Decompressor>> = {
  gzip: () => createGunzip({ chunkSize }),
  deflate: (first) => (hasZlibHeader(first) ? createInflate({ chunkSize }) : createInflateRaw({ chunkSize })),
  zstd: () => createZstdDecompress({ chunkSize, params: zstdWindow }),
};

/** For the Accept-Encoding of an answer that refuses another one (RFC 7694). */
export const acceptedEncodings = Object.keys(decompressors).join(", ");

/** HTTP's "deflate" means the zlib format, but some senders leave its header off. */
function hasZlibHeader(bytes: Buffer): boolean {
  return bytes.length >= 2 && (bytes[0]! & 0x0f) === 8 && bytes.readUInt16BE(0) % 31 === 0;
}
