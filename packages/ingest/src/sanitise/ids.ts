import type { SpanRecord } from "../span-record.ts";

/** An id that no span can have: without it there is nothing to store the span under. */
export function brokenId(name: string, bytes: Uint8Array, length: number): string | undefined {
  if (bytes.length !== length) return `${name} must be ${length} bytes, it has ${bytes.length}`;
  if (isZero(bytes)) return `${name} must not be all zeros`;
  return undefined;
}

/** The parent's id, or undefined for a root. A parent that cannot be one makes the span a root, and is noted. */
export function parentOf(bytes: Uint8Array, spanId: bigint, notes: string[]): bigint | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes.length !== 8) {
    notes.push(`parent_span_id has ${bytes.length} bytes instead of 8; the span is shown as a root`);
    return undefined;
  }
  if (isZero(bytes)) return undefined;
  const parent = readId(bytes);
  if (parent !== spanId) return parent;
  notes.push("parent_span_id is the span's own id; the span is shown as a root");
  return undefined;
}

export function readId(bytes: Uint8Array): bigint {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readBigInt64BE();
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
}

/** A placeholder that announces another span (Logfire's pending_span) is stored as that span, still running. */
export function standForAnnounced(record: SpanRecord): void {
  const announced = record.facts.announces;
  if (announced === undefined || record.parentId === undefined) return;
  record.spanId = record.parentId;
  record.parentId =
    announced.parentSpanId === null ? undefined : BigInt.asIntN(64, BigInt(`0x${announced.parentSpanId}`));
  record.endNs = undefined;
}

function isZero(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte !== 0) return false;
  return true;
}
