import { readSpan, sourcesFromOtlpJson } from "@spanloom/conventions";
import { client } from "../../data/client.ts";
import { datasetRecord } from "./dataset-record.ts";

/** The record that a span makes, with what people expected of it, or, for the root of a trace, of the trace. Rejects where its content is gone. */
export async function readRecord(traceId: string, spanId: string, isSpan: boolean): Promise<string> {
  const [answer, said] = await Promise.all([client.readSpans(traceId, [spanId]), client.getAssessments(traceId)]);
  const [source] = sourcesFromOtlpJson(JSON.parse(answer.trace), undefined);
  if (!source) throw new Error("the content of this span is gone.");
  const about = said.filter(({ span_id }) => (isSpan ? span_id === spanId : span_id === undefined));
  return datasetRecord(readSpan(source), about, { trace_id: `tr-${traceId}`, ...(isSpan && { span_id: spanId }) });
}
