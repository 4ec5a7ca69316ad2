import { bytesToHex, hexToBytes, ProtoReader } from "@spanloom/wire";
import type { BenchSpan, Workload } from "../workloads/bench-span.ts";
import { exportRequest } from "../workloads/otlp.ts";
import { batchesOf, tracesOf } from "../workloads/workload.ts";

/**
 * Requests for as many spans as one likes, at the cost of a pool of them: making the text of a span takes longer than
 * storing it. The pool is sent round after round, each time under new ids (those in attributes too) and at other times,
 * so that for the server every span is new.
 */
export class RecycledRequests {
  readonly #bodies: { readonly bytes: Buffer; readonly marks: Marks; round: number }[];
  readonly #poolNanos: bigint;

  constructor(workload: Workload, batch: number, seed: number) {
    const { traces, batches } = pool(workload, batch, seed);
    this.#poolNanos = BigInt(traces) * 10_000_000n;
    this.#bodies = batches.map((spans) => {
      const bytes = exportRequest(spans);
      return { bytes, marks: marksIn(bytes), round: 0 };
    });
  }

  /** How many requests can be in use at once: the bytes of request i are those of request i + size, relabelled. */
  get size(): number {
    return this.#bodies.length;
  }

  /** The body of the i-th request, valid until request i + `size` is asked for. */
  request(index: number): Buffer {
    const body = this.#bodies[index % this.size]!;
    const round = Math.floor(index / this.size);
    relabel(body.bytes, body.marks, body.round, round, this.#poolNanos);
    body.round = round;
    return body.bytes;
  }
}

/** The same spans as values, under the labels of their round: for the yardstick, and to know what was sent. */
export class RecycledSpans {
  readonly #batches: readonly (readonly BenchSpan[])[];

  constructor(workload: Workload, batch: number, seed: number) {
    this.#batches = pool(workload, batch, seed).batches;
  }

  batch(index: number): BenchSpan[] {
    const round = Math.floor(index / this.#batches.length);
    const id = (hex: string) => (hex === "" ? "" : bytesToHex(flip(Buffer.from(hexToBytes(hex)), 0, round)));
    return this.#batches[index % this.#batches.length]!.map((span) => ({
      ...span,
      traceId: id(span.traceId),
      spanId: id(span.spanId),
      parentSpanId: id(span.parentSpanId),
      attributes: round === 0 ? span.attributes : withLabel(span.attributes, round),
    }));
  }
}

function withLabel(attributes: BenchSpan["attributes"], round: number): BenchSpan["attributes"] {
  const changed: Record<string, BenchSpan["attributes"][string]> = { ...attributes };
  for (const key of labelled) {
    const value = changed[key];
    if (typeof value === "string") changed[key] = value.slice(0, 5) + labelOf(round) + value.slice(9);
  }
  return changed;
}

/** Whole traces that fill whole batches, some ten thousand spans. */
function pool(workload: Workload, batch: number, seed: number) {
  let traces = Math.ceil(10_000 / workload.spansPerTrace);
  while ((traces * workload.spansPerTrace) % batch !== 0) traces++;
  const spans = traces * workload.spansPerTrace;
  return { traces, batches: [...batchesOf(tracesOf(workload, seed, traces), batch, spans)] };
}

/** Where in a request there is something to relabel. */
interface Marks {
  /** Trace, span and parent ids. */
  readonly ids: number[];
  readonly times: number[];
  /** Four hex digits of a conversation's or response's id. */
  readonly digits: number[];
}

function relabel(bytes: Buffer, { ids, times, digits }: Marks, from: number, to: number, poolNanos: bigint): void {
  if (from === to) return;
  for (const at of ids) flip(bytes, at, from ^ to);
  const later = BigInt(from - to) * poolNanos;
  for (const at of times) bytes.writeBigUInt64LE(bytes.readBigUInt64LE(at) + later, at);
  for (const at of digits) bytes.write(labelOf(to), at, "latin1");
}

/** Takes the place of the first four hex digits of a conversation's or response's id, behind five of prefix. */
function labelOf(round: number): string {
  return round.toString(16).padStart(4, "0");
}

function flip(bytes: Buffer, at: number, mask: number): Buffer {
  bytes.writeUInt32LE((bytes.readUInt32LE(at) ^ mask) >>> 0, at);
  return bytes;
}

const labelled: ReadonlySet<string> = new Set(["gen_ai.conversation.id", "gen_ai.response.id"]);

function marksIn(bytes: Buffer): Marks {
  const marks: Marks = { ids: [], times: [], digits: [] };
  eachField(new ProtoReader(bytes), 1, (resourceSpans) =>
    eachField(resourceSpans, 2, (scopeSpans) => eachField(scopeSpans, 2, (span) => markSpan(span, marks))),
  );
  return marks;
}

function markSpan(span: ProtoReader, { ids, times, digits }: Marks): void {
  while (span.pos < span.end) {
    const tag = span.tag();
    const field = tag >>> 3;
    if (field === 7 || field === 8) times.push(span.pos);
    if (field === 1 || field === 2 || field === 4) {
      const end = span.length();
      ids.push(span.pos);
      span.pos = end;
    } else if (field === 9) {
      markAttribute(span.nested(), digits);
    } else {
      span.skip(tag);
    }
  }
}

function markAttribute(keyValue: ProtoReader, digits: number[]): void {
  keyValue.tag();
  if (!labelled.has(keyValue.string())) return;
  keyValue.tag();
  const value = keyValue.nested();
  value.tag();
  value.length();
  // Both are a word of four letters, a hyphen or underscore, and the id: see `labelOf`.
  digits.push(value.pos + 5);
}

function eachField(reader: ProtoReader, field: number, visit: (message: ProtoReader) => void): void {
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag >>> 3 === field) visit(reader.nested());
    else reader.skip(tag);
  }
}
