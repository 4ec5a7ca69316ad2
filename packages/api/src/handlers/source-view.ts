import type { ListedSource } from "@spanloom/store";
import type { IngestSource, Init, sourceViewRoutes } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { boundedParameter } from "../parameters.ts";

export const sourceView: Handlers<typeof sourceViewRoutes> = {
  async listIngestSources({ store, ingest }, request) {
    const limit = boundedParameter("max_results", request.max_results || undefined, 200, 500);
    // Whoever has just sent, and looks, finds it: what the other replicas have counted follows within seconds.
    await ingest.sources.flush();
    const found = await store.ingestSources.list({
      fromMs: request.from_ms || undefined,
      toMs: request.to_ms || undefined,
      limit,
    });
    return {
      sources: found.sources.map(sourceOf),
      more_sources: found.hasMore,
      start_ms: found.startMs,
      bucket_ms: found.bucketMs,
      bucket_count: found.bucketCount,
    };
  },
};

function sourceOf(listed: ListedSource): Init<IngestSource> {
  const { source, counts } = listed;
  return {
    source_id: listed.sourceId,
    signal: source.signal,
    form: source.form,
    service: source.service,
    sdk: source.sdk,
    agent: source.agent,
    is_other: source.isOther,
    requests: counts.requests,
    refused_requests: counts.refused,
    received: counts.received,
    stored: counts.stored,
    resent: counts.resent,
    changed: counts.changed,
    rejected: counts.rejected,
    last_ms: listed.lastMs,
    stored_by_bucket: [...listed.stored],
    rejected_by_bucket: [...listed.rejected],
    refused_requests_by_bucket: [...listed.refused],
    faults: listed.faults.map(({ outcome, status, sentence, last, count, firstMs, lastMs }) => ({
      outcome,
      status,
      sentence,
      last_sentence: last,
      count,
      first_ms: firstMs,
      last_ms: lastMs,
    })),
  };
}
