import type { IngestContext, IngestOutcome } from "@spanloom/ingest";

/** The part of `Ingest` that a receiver calls. */
export interface SpanSink {
  /** Both take a binary export request and resolve after it is committed. */
  traces(body: Uint8Array, context: IngestContext): Promise<IngestOutcome>;
  logs(body: Uint8Array, context: IngestContext): Promise<IngestOutcome>;
}

/** What the headers of a request (HTTP) or its metadata (gRPC) say about where its spans belong. */
export function contextOf(header: (name: string) => string | undefined, peer: string | undefined): IngestContext {
  const experimentId = header("x-mlflow-experiment-id");
  const experimentName = header("x-mlflow-experiment-name");
  const runId = header("x-mlflow-run-id");
  return {
    ...(experimentId && { experimentId }),
    ...(experimentName && { experimentName }),
    ...(runId && { runId }),
    ...(peer && { peer }),
  };
}
