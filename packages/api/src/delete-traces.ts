import { ApiError, parseTraceId } from "@spanloom/wire";
import type { ApiContext } from "./context.ts";
import { experimentIdParameter } from "./parameters.ts";

interface DeleteRequest {
  readonly experiment_id?: string;
  readonly max_timestamp_millis?: number | bigint;
  readonly max_traces?: number;
  readonly request_ids: readonly string[];
}

/** By age or by id, never both. */
export async function deleteTraces({ store }: ApiContext, request: DeleteRequest): Promise<{ traces_deleted: number }> {
  const { max_timestamp_millis, max_traces, request_ids } = request;
  const experimentId = experimentIdParameter(request.experiment_id);
  const byId = request_ids.length > 0;
  if (max_timestamp_millis === undefined && !byId) {
    throw new ApiError("INVALID_PARAMETER_VALUE", "Either `max_timestamp_millis` or `trace_ids` must be specified.");
  }
  if (max_timestamp_millis !== undefined && byId) {
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      "Only one of `max_timestamp_millis` and `trace_ids` can be specified.",
    );
  }
  if (byId && max_traces !== undefined) {
    throw new ApiError("INVALID_PARAMETER_VALUE", "`max_traces` can't be specified if `trace_ids` is specified.");
  }
  if (max_traces !== undefined && max_traces < 1) {
    throw new ApiError("INVALID_PARAMETER_VALUE", `\`max_traces\` must be a positive integer, received ${max_traces}.`);
  }
  const traces_deleted = byId
    ? await store.traces.deleteByIds(
        experimentId,
        request_ids.map(parseTraceId).filter((id) => id !== undefined),
      )
    : await store.traces.deleteUntil(experimentId, BigInt(max_timestamp_millis!), max_traces);
  return { traces_deleted };
}
