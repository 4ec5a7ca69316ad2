import { promisify } from "node:util";
import { constants, gzip, zstdCompress } from "node:zlib";

const gzipAsync = promisify(gzip);
const zstdAsync = promisify(zstdCompress);

/** Smaller bodies fit one packet anyway. */
const leastBytes = 1024;

export interface Encoded {
  readonly body: Buffer;
  readonly encoding?: "zstd" | "gzip";
}

/**
 * Compresses off the main thread by what the client accepts: zstd, which is several times faster on a tree of a
 * hundred thousand spans, or else gzip.
 */
export async function compress(body: Buffer, acceptEncoding: string | string[] | undefined): Promise<Encoded> {
  if (body.length < leastBytes) return { body };
  const accepted = acceptedCodings(String(acceptEncoding ?? ""));
  if (accepted.has("zstd")) {
    const params = { [constants.ZSTD_c_compressionLevel]: 3 };
    return { body: await zstdAsync(body, { params }), encoding: "zstd" };
  }
  // Level 2 takes half the time of 5, and makes a history of a metric 6 % and a page of runs 12 % longer.
  if (accepted.has("gzip")) return { body: await gzipAsync(body, { level: 2 }), encoding: "gzip" };
  return { body };
}

/** RFC 9110 section 12.5.3, as far as it decides: a coding with q=0 is refused, the order of the others is ours. */
export function acceptedCodings(header: string): ReadonlySet<string> {
  const accepted = new Set<string>();
  for (const item of header.toLowerCase().split(",")) {
    const [coding = "", ...parameters] = item.split(";").map((part) => part.trim());
    if (!parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) accepted.add(coding);
  }
  return accepted;
}
