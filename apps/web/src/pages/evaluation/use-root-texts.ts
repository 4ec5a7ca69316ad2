import { readSpan, sourcesFromOtlpJson } from "@spanloom/conventions";
import type { EvaluationRow } from "@spanloom/wire";
import { useQuery } from "@tanstack/react-query";
import { client } from "../../data/client.ts";
import { saidText } from "../../widgets/format/preview-text.ts";
import { inputText, outputText } from "../trace-diff/span-text.ts";

/** What went into a trace and what came out, whole. */
export interface RootTexts {
  readonly inputs: string;
  readonly output: string;
  /** Why the root failed; empty where it did not. */
  readonly error: string;
  readonly isReady: boolean;
}

const nothing: RootTexts = { inputs: "", output: "", error: "", isReady: false };

/** Of the root span; until it has come, and where its content is gone, what the list shows. */
export function useRootTexts(row: EvaluationRow | undefined): RootTexts {
  const { trace_id: traceId = "", root_span_id: spanId = "" } = row ?? {};
  const root = useQuery({
    queryKey: ["root-texts", traceId, spanId],
    queryFn: ({ signal }) => readRoot(traceId, spanId, signal),
    enabled: spanId !== "",
    staleTime: 60_000,
  });
  if (!row) return nothing;
  const isReady = spanId === "" || !root.isPending;
  if (root.data) return { ...root.data, isReady };
  return { inputs: saidText(row.input_preview), output: saidText(row.output_preview), error: "", isReady };
}

/** Null where the span's content is gone. */
async function readRoot(traceId: string, spanId: string, signal: AbortSignal) {
  const { trace } = await client.readSpans(traceId, [spanId], signal);
  const [source] = sourcesFromOtlpJson(JSON.parse(trace), undefined);
  if (!source) return null;
  const view = readSpan(source);
  return { inputs: inputText(view), output: outputText(view), error: source.status.message ?? "" };
}
