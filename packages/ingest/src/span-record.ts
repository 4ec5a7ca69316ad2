import type { previewOf, SpanFacts } from "@spanloom/conventions";
import type { SpanRow } from "@spanloom/store";
import type { Emitter } from "./decode/emitter.ts";
import type { DecodedLogRecord } from "./decode/log-record.ts";

/**
 * A span that can be stored: its bytes, and all that was read of them. It waits for its commit without its decoded
 * attributes, which are several times as large.
 */
export interface SpanRecord extends SpanRow {
  /** 32 hex digits */
  readonly traceId: string;
  /** The span message in the request's buffer. */
  readonly bytes: Uint8Array;
  readonly emitter: Emitter;
  readonly facts: SpanFacts;
  /** Of a root, what went in and came out. */
  readonly preview: SpanPreview | undefined;
  /** What it is searched by. */
  readonly tokens: readonly number[];
}

export type SpanPreview = ReturnType<typeof previewOf>;

/** A span's own columns: what is known of it before its attributes are understood. */
export type SpanIdentity = Pick<
  SpanRow,
  "spanId" | "parentId" | "startNs" | "endNs" | "name" | "kind" | "status" | "notes"
> & { readonly traceId: string };

/** What a span belongs to, as its request or itself says; undefined: nobody said. */
export interface Belonging {
  readonly experimentId: string | undefined;
  readonly runId: string | undefined;
}

export interface LinkedSpan extends SpanRecord, Belonging {}

/** A log record that names a span. */
export interface LinkedLog {
  readonly traceId: string;
  readonly bytes: Uint8Array;
  readonly emitter: Emitter;
  readonly decoded: DecodedLogRecord;
  readonly spanId: bigint;
  /** A hash of the record: it has no id of its own, and sent again it must count once. */
  readonly recordId: bigint;
  readonly timeNs: bigint;
  readonly experimentId: string | undefined;
}

/** Why a span cannot be stored at all. */
export interface Rejection {
  /** Which span of the request, from 0. */
  readonly index: number;
  readonly reason: string;
}
