import type { IngestContext, IngestOutcome, Reception, Sources } from "@spanloom/ingest";
import { workspaceHeader, workspaceProblem } from "@spanloom/wire";
import { badRequest } from "./refusal.ts";

/** The part of `Ingest` that a receiver calls. */
export interface SpanSink {
  /** Both take a binary export request and resolve after it is committed. */
  traces(body: Uint8Array, context: IngestContext, reception: Reception): Promise<IngestOutcome>;
  logs(body: Uint8Array, context: IngestContext, reception: Reception): Promise<IngestOutcome>;
  /** What is refused is told by the receiver: it alone knows the answer. */
  readonly sources: Pick<Sources, "receive">;
}

/**
 * What the headers of a request (HTTP) or its metadata (gRPC) say about where its spans belong. Throws a Refusal where
 * they name a workspace that there is not: spans that somebody keeps apart would land among everybody's.
 */
export function contextOf(header: (name: string) => string | undefined, peer: string | undefined): IngestContext {
  const problem = workspaceProblem(header(workspaceHeader));
  if (problem !== undefined) throw badRequest(workspaceHeader, problem);
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
