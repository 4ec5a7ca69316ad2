/** Traces written straight into the tables, for tests of the search: what ingest would have stored of them. */
import { zstdCompressSync } from "node:zlib";
import { type SpanType, spanTypes } from "@spanloom/conventions";
import { encodeBinary, LogsData, TracesData } from "@spanloom/wire/otlp";
import { cutContent } from "../chunk-parts.ts";
import { dayOf, Partitions } from "../partitions.ts";
import type { Pool } from "../postgres/db.ts";
import { raw, sql } from "../postgres/sql.ts";
import { equalsToken, hasToken, isNumber, maxTokenText, sizeToken, type TokenOwner } from "./tokens.ts";
import { buildWordFilter, hashWords } from "./words.ts";

type Value = string | number | boolean;

export interface TestSpan {
  readonly name?: string;
  readonly type?: string;
  readonly status?: "UNSET" | "OK" | "ERROR";
  readonly model?: string;
  readonly tool?: string;
  readonly attributes?: Readonly<Record<string, Value>>;
  readonly durationMs?: number;
  readonly tokens?: number;
  readonly costPicoUsd?: number;
  readonly service?: string;
  readonly scope?: string;
  /** Bodies of log records that name the span. */
  readonly logs?: readonly string[];
}

export interface TestTrace {
  /** Becomes the id: its digits, padded. */
  readonly id: number;
  readonly startMs: number;
  /** Columns of `traces` that differ from their defaults. */
  readonly row?: Readonly<Record<string, unknown>>;
  readonly spans: readonly TestSpan[];
}

export function testTraceId(id: number): string {
  return String(id).padStart(32, "0");
}

export async function insertTraces(db: Pool, traces: readonly TestTrace[]): Promise<void> {
  await new Partitions(db).ensure(traces.map(({ startMs }) => dayOf(startMs)));
  const rows = { traces: [] as unknown[], chunks: [] as unknown[] };
  for (const trace of traces) addRows(trace, rows);
  await insert(db, "traces", rows.traces);
  await insert(db, "chunks", rows.chunks);
  for (const table of ["traces", "chunks"]) await db.execute(sql`analyze ${raw(table)}`);
}

function addRows(trace: TestTrace, rows: { traces: unknown[]; chunks: unknown[] }): void {
  const trace_id = testTraceId(trace.id);
  const day = new Date(trace.startMs).toISOString().slice(0, 10);
  const start_ns = BigInt(trace.startMs) * 1_000_000n;
  const chunk_id = BigInt(trace.id) * 2n;
  const spanIdOf = (index: number) => BigInt(trace.id) * 1000n + BigInt(index) + 1n;
  const longest = Math.max(0, ...trace.spans.map((span) => span.durationMs ?? 10));
  rows.traces.push({
    trace_id,
    day,
    experiment_id: 0,
    start_ns: String(start_ns),
    end_ns: String(start_ns + BigInt(Math.round(longest * 1e6))),
    updated_at: new Date(),
    root_span_id: String(spanIdOf(0)),
    root_status: 0,
    span_count: trace.spans.length,
    error_count: trace.spans.filter((span) => span.status === "ERROR").length,
    chunk_count: 1,
    revision: 1,
    settled: true,
    cost_partial: false,
    name: "",
    models: [],
    tags: {},
    metadata: {},
    origins: {},
    ...trace.row,
  });
  // Spans of one sender lie together, as ingest writes them; in these tests they come in that order.
  const senders = Map.groupBy(
    trace.spans.map((span, index) => ({ span, index })),
    ({ span }) => JSON.stringify([span.service ?? "shop", span.scope ?? "tests"]),
  );
  const ordered = [...senders.values()].flat();
  const bytes = encodeBinary(TracesData, {
    resourceSpans: Array.from(senders, ([sender, spans]) => {
      const [service, name] = JSON.parse(sender) as [string, string];
      return {
        resource: { attributes: keyValues({ "service.name": service, replicas: 3 }) },
        scopeSpans: [
          {
            scope: { name, version: "1.2", attributes: keyValues({ kind: "test" }) },
            spans: spans.map(({ span, index }) => ({
              traceId: Buffer.from(trace_id, "hex"),
              spanId: idBytes(spanIdOf(index)),
              name: span.name ?? "",
              startTimeUnixNano: start_ns,
              attributes: keyValues(span.attributes ?? {}),
            })),
          },
        ],
      };
    }),
  });
  if (ordered.length > 0) {
    const column = <Item>(read: (span: TestSpan, index: number) => Item) =>
      ordered.map(({ span, index }) => read(span, index));
    rows.chunks.push({
      ...chunkRow(chunk_id, trace_id, day, 0, bytes),
      span_ids: column((_, index) => String(spanIdOf(index))),
      parent_ids: column((_, index) => (index === 0 ? "0" : String(spanIdOf(0)))),
      start_ns: column(() => String(start_ns)),
      end_ns: column((span) => String(start_ns + BigInt(Math.round((span.durationMs ?? 10) * 1e6)))),
      size_bytes: column(() => 100),
      traits: column(
        (span) => 1 | (statusOf(span) << 3) | (spanTypes.indexOf((span.type ?? "UNKNOWN") as SpanType) << 5),
      ),
      names: column((span) => span.name ?? ""),
      models: column((span) => span.model ?? null),
      tools: column((span) => span.tool ?? null),
      input_tokens: column((span) => span.tokens ?? null),
      cost_pico_usd: column((span) => span.costPicoUsd ?? null),
      tokens: tokensOf(trace.spans),
    });
  }
  const logs = trace.spans.flatMap((span, index) =>
    (span.logs ?? []).map((body) => ({ body, spanId: spanIdOf(index) })),
  );
  if (logs.length === 0) return;
  const logBytes = encodeBinary(LogsData, {
    resourceLogs: [
      {
        scopeLogs: [
          {
            logRecords: logs.map(({ body, spanId }) => ({
              timeUnixNano: start_ns,
              body: anyValue(body),
              traceId: Buffer.from(trace_id, "hex"),
              spanId: idBytes(spanId),
            })),
          },
        ],
      },
    ],
  });
  rows.chunks.push({
    ...chunkRow(chunk_id + 1n, trace_id, day, 1, logBytes),
    span_ids: logs.map(({ spanId }) => String(spanId)),
    record_ids: logs.map((_, index) => String(index)),
    start_ns: logs.map(() => String(start_ns)),
    names: logs.map(() => "event"),
    tokens: [],
  });
}

/** Gathers as ingest/search-tokens.ts does. */
function tokensOf(spans: readonly TestSpan[]): number[] {
  const tokens = new Set<number>();
  const add = (owner: TokenOwner, key: string, value: Value) => {
    tokens.add(hasToken(owner, key));
    if (String(value).length <= maxTokenText) tokens.add(equalsToken(owner, key, value));
    if (typeof value === "number" || (typeof value === "string" && isNumber(value)))
      tokens.add(sizeToken(owner, key, Number(value)));
  };
  for (const span of spans) {
    for (const [key, value] of Object.entries(span.attributes ?? {})) add("span", key, value);
    add("resource", "service.name", span.service ?? "shop");
    add("resource", "replicas", 3);
    add("scope", "kind", "test");
    const own = {
      name: span.name,
      type: span.type ?? "UNKNOWN",
      status: span.status ?? "UNSET",
      kind: "INTERNAL",
      model: span.model,
      tool: span.tool,
    };
    for (const [key, value] of Object.entries({
      ...own,
      "scope.name": span.scope ?? "tests",
      "scope.version": "1.2",
    })) {
      if (value !== undefined) tokens.add(equalsToken("own", key, value));
    }
  }
  return [...tokens];
}

function statusOf({ status = "UNSET" }: TestSpan): number {
  return ["UNSET", "OK", "ERROR"].indexOf(status);
}

function keyValues(attributes: Readonly<Record<string, Value>>) {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: anyValue(value) }));
}

function chunkRow(
  chunk_id: bigint,
  trace_id: string,
  day: string,
  kind: 0 | 1,
  bytes: Uint8Array,
): Record<string, unknown> {
  const words = new Set<number>();
  hashWords(bytes, (hash) => words.add(hash), kind);
  return {
    chunk_id: String(chunk_id),
    created_at: new Date(),
    trace_id,
    day,
    kind,
    raw_bytes: bytes.length,
    reader_version: 1,
    words: bytea(buildWordFilter(words)),
    ...storedContent(bytes, kind),
  };
}

function storedContent(bytes: Uint8Array, kind: 0 | 1): Record<string, unknown> {
  const parts = kind === 0 ? cutContent(bytes) : undefined;
  if (parts === undefined) return { data: bytea(zstdCompressSync(bytes)) };
  const head = zstdCompressSync(parts.head);
  return { data: bytea(Buffer.concat([head, zstdCompressSync(parts.texts)])), head_bytes: head.length };
}

async function insert(db: Pool, table: string, rows: readonly unknown[]): Promise<void> {
  for (let from = 0; from < rows.length; from += 2000) {
    const json = JSON.stringify(rows.slice(from, from + 2000));
    await db.execute(
      sql`insert into ${raw(table)} select * from json_populate_recordset(null::${raw(table)}, ${json}::json)`,
    );
  }
}

function anyValue(value: Value) {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: BigInt(value) } : { doubleValue: value };
}

function idBytes(id: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(id);
  return bytes;
}

function bytea(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString("hex")}`;
}
