import type { Cost, SpanFacts } from "@spanloom/conventions";
import type { DecodedLogRecord } from "./decode/log-record.ts";
import type { DecodedSpan } from "./decode/span.ts";

/** A span that can be stored: what was sent, what had to be changed for it, and what its attributes mean. */
export interface SpanRecord {
  readonly decoded: DecodedSpan;
  /** 32 hex digits */
  readonly traceId: string;
  readonly traceIdBytes: Uint8Array;
  spanId: bigint;
  /** undefined: a root */
  parentId: bigint | undefined;
  startNs: bigint;
  /** undefined: still running */
  endNs: bigint | undefined;
  name: string;
  kind: number;
  status: number;
  facts: SpanFacts;
  cost: Cost | undefined;
  /** One sentence for each thing that is not stored as it came. The attributes themselves always are. */
  readonly notes: string[];
}

/** A span with what it belongs to, as its request or itself says; undefined: nobody said. */
export interface LinkedSpan extends SpanRecord {
  readonly experimentId: string | undefined;
  readonly runId: string | undefined;
}

/** A log record that names a span. */
export interface LinkedLog {
  readonly decoded: DecodedLogRecord;
  readonly traceId: string;
  readonly traceIdBytes: Uint8Array;
  readonly spanId: bigint;
  /** A hash of the record: it has no id of its own, and sent again it must count once. */
  readonly recordId: bigint;
  readonly experimentId: string | undefined;
}

/** Why a span cannot be stored at all. */
export interface Rejection {
  /** Which span of the request, from 0. */
  readonly index: number;
  readonly reason: string;
}
