import {
  readSpan,
  relateSpans,
  type SpanSourceWithIds,
  type SpanView,
  sourcesFromOtlpJson,
} from "@spanloom/conventions";
import { flush, init } from "@spanloom/sdk";
import { readerOf, type TraceSummary } from "@spanloom/test/harness/reader.ts";
import { startServer } from "@spanloom/test/harness/server.ts";

export interface RecordedSpan extends SpanSourceWithIds {
  readonly view: SpanView;
}

/** A trace as Spanloom's API gives it, its spans read as the web app reads them. */
export interface RecordedTrace {
  readonly summary: TraceSummary;
  /** In the order of their start. */
  readonly spans: readonly RecordedSpan[];
  /** One line a span, `TYPE name`, children indented below their parents; `!` marks an error. */
  readonly tree: readonly string[];
  /** The first span of that name. */
  span(name: string): RecordedSpan;
}

export interface Recorder {
  readonly url: string;
  /** What was traced since the last call, the oldest first, after a flush. */
  traces(): Promise<RecordedTrace[]>;
  /** The same trace as it is now, for spans that another process sends. */
  again(trace: RecordedTrace): Promise<RecordedTrace>;
  close(): Promise<void>;
}

/** A Spanloom server with the SDK pointed at it. */
export async function startRecorder(): Promise<Recorder> {
  const server = await startServer();
  const reader = readerOf(server.url);
  const seen = new Set<string>();
  const read = async (traceId: string) => recordedTrace(await reader.summary(traceId), await reader.otlp(traceId));
  init({ url: server.url });
  return {
    url: server.url,
    async traces() {
      await flush();
      const { traces = [] } = await reader.traces({ max_results: 500 });
      const fresh = traces.filter(({ trace_id }) => !seen.has(trace_id));
      for (const { trace_id } of fresh) seen.add(trace_id);
      fresh.sort((a, b) => (BigInt(a.start_time_unix_nano) < BigInt(b.start_time_unix_nano) ? -1 : 1));
      return Promise.all(fresh.map(({ trace_id }) => read(trace_id)));
    },
    again: ({ summary }) => read(summary.trace_id),
    close: () => server.dispose(),
  };
}

function recordedTrace(summary: TraceSummary, otlp: unknown): RecordedTrace {
  const spans = relateSpans(sourcesFromOtlpJson(otlp).map((source) => ({ ...source, view: readSpan(source) })));
  return {
    summary,
    spans,
    tree: treeOf(spans),
    span(name) {
      const found = spans.find((span) => span.name === name);
      if (found === undefined) throw new Error(`No span ${name} in\n${this.tree.join("\n")}`);
      return found;
    },
  };
}

function treeOf(spans: readonly RecordedSpan[]): string[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  const below = (parent: string | null, indent: string): string[] =>
    spans
      .filter(({ parentSpanId }) => (parentSpanId !== null && ids.has(parentSpanId) ? parentSpanId : null) === parent)
      .flatMap(({ spanId, name, view, status }) => [
        `${indent}${view.type} ${name}${status.code === 2 ? " !" : ""}`,
        ...below(spanId, `${indent}  `),
      ]);
  return below(null, "");
}
