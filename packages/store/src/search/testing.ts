/** Traces written straight into the tables, for tests of the search: what ingest would have stored of them. */
import { zstdCompressSync } from "node:zlib";
import { encodeBinary, LogsData, TracesData } from "@spanloom/wire/otlp";
import { dayOf, Partitions } from "../partitions.ts";
import type { Pool } from "../postgres/db.ts";
import { raw, sql } from "../postgres/sql.ts";
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
  const services = new Map<string, number>();
  const rows = { traces: [] as unknown[], spans: [] as unknown[], chunks: [] as unknown[], logs: [] as unknown[] };
  for (const trace of traces) addRows(trace, rows, services);
  await insert(
    db,
    "sources",
    [...services].map(([key, source_id]) => {
      const [service, name] = JSON.parse(key) as [string, string];
      return {
        source_id,
        first_seen: new Date(),
        resource: { "service.name": service, replicas: 3 },
        scope: { name, version: "1.2", attributes: { kind: "test" } },
      };
    }),
  );
  await insert(db, "traces", rows.traces);
  await insert(db, "spans", rows.spans);
  await insert(db, "span_chunks", rows.chunks);
  await insert(db, "log_records", rows.logs);
  for (const table of ["traces", "spans", "span_chunks"]) await db.execute(sql`analyze ${raw(table)}`);
}

function addRows(
  trace: TestTrace,
  rows: { traces: unknown[]; spans: unknown[]; chunks: unknown[]; logs: unknown[] },
  services: Map<string, number>,
): void {
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
    cost_partial: false,
    name: "",
    models: [],
    tags: {},
    metadata: {},
    origins: {},
    ...trace.row,
  });
  const bytes = encodeBinary(TracesData, {
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: trace.spans.map((span, index) => ({
              traceId: Buffer.from(trace_id, "hex"),
              spanId: idBytes(spanIdOf(index)),
              name: span.name ?? "",
              startTimeUnixNano: start_ns,
              attributes: Object.entries(span.attributes ?? {}).map(([key, value]) => ({
                key,
                value: anyValue(value),
              })),
            })),
          },
        ],
      },
    ],
  });
  rows.chunks.push(chunkRow(chunk_id, trace_id, day, 0, bytes));
  trace.spans.forEach((span, index) => {
    const source = JSON.stringify([span.service ?? "shop", span.scope ?? "tests"]);
    if (!services.has(source)) services.set(source, services.size + 1 + trace.id * 100);
    const status = span.status ?? "UNSET";
    rows.spans.push({
      start_ns: String(start_ns),
      end_ns: String(start_ns + BigInt(Math.round((span.durationMs ?? 10) * 1e6))),
      span_id: String(spanIdOf(index)),
      parent_id: index === 0 ? null : String(spanIdOf(0)),
      chunk_id: String(chunk_id),
      trace_id,
      day,
      chunk_index: index,
      size_bytes: 100,
      cost_pico_usd: span.costPicoUsd ?? null,
      input_tokens: span.tokens ?? null,
      kind: 1,
      status: ["UNSET", "OK", "ERROR"].indexOf(status),
      type: 0,
      flags: 0,
      reader_version: 1,
      name: span.name ?? "",
      model: span.model ?? null,
      doc: docOf(span, status, services.get(source)!),
    });
  });
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
  rows.chunks.push(chunkRow(chunk_id + 1n, trace_id, day, 1, logBytes));
}

/** Writes as ingest/search-doc.ts does. */
function docOf(span: TestSpan, status: string, source: number): Record<string, unknown> {
  const entries = Object.entries(span.attributes ?? {});
  const isLong = ([, value]: [string, Value]) => typeof value === "string" && value.length > 256;
  const long = entries.filter(isLong).map(([key]) => key);
  return {
    $source: source,
    $name: span.name ?? "",
    $type: span.type ?? "UNKNOWN",
    $status: status,
    $kind: "INTERNAL",
    ...(span.model ? { $model: span.model } : {}),
    ...(span.tool ? { $tool: span.tool } : {}),
    ...Object.fromEntries(
      entries.filter((entry) => !isLong(entry)).map(([key, value]) => [key.startsWith("$") ? `$${key}` : key, value]),
    ),
    ...(long.length > 0 ? { $long: long } : {}),
  };
}

function chunkRow(chunk_id: bigint, trace_id: string, day: string, kind: 0 | 1, bytes: Uint8Array): unknown {
  const words = new Set<number>();
  hashWords(bytes, (hash) => words.add(hash), kind);
  return {
    chunk_id: String(chunk_id),
    created_at: new Date(),
    trace_id,
    day,
    kind,
    raw_bytes: bytes.length,
    words: bytea(buildWordFilter(words)),
    data: bytea(zstdCompressSync(bytes)),
  };
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
