import type { Session } from "@spanloom/store";
import { ApiError, type Init, type SessionSummary, type sessionViewRoutes } from "@spanloom/wire";
import type { Handlers } from "../handler.ts";
import { boundedParameter, experimentIdParameters, required } from "../parameters.ts";

export const sessionView: Handlers<typeof sessionViewRoutes> = {
  async listSessions({ store }, request) {
    const page = await store.sessions.list({
      experimentIds: experimentIdParameters(request.experiment_ids),
      text: request.text || undefined,
      fromMs: request.start_time_from_ms || undefined,
      toMs: request.start_time_to_ms || undefined,
      limit: boundedParameter("max_results", request.max_results || undefined, 50, 200),
      pageToken: request.page_token || undefined,
    });
    return { sessions: page.sessions.map(summaryOf), next_page_token: page.nextPageToken ?? "" };
  },

  async getSession({ store }, request) {
    const name = required("session", request.session);
    const session = await store.sessions.get(name, experimentIdParameters(request.experiment_ids));
    if (session === undefined) {
      throw new ApiError("RESOURCE_DOES_NOT_EXIST", `No trace names the session '${name}'.`);
    }
    return { session: summaryOf(session) };
  },
};

function summaryOf(session: Session): Init<SessionSummary> {
  return {
    session: session.session,
    trace_count: session.traceCount,
    is_sum_of_newest: session.isSumOfNewest,
    failed_count: session.failedCount,
    first_trace_id: session.firstTraceId,
    last_trace_id: session.lastTraceId,
    first_start_time_unix_nano: String(session.firstStartUnixNano),
    last_start_time_unix_nano: String(session.lastStartUnixNano),
    busy_ns: Number(session.busyNs),
    input_tokens: session.inputTokens ?? undefined,
    output_tokens: session.outputTokens ?? undefined,
    cost_usd: session.costPicoUsd === null ? undefined : Number(session.costPicoUsd) / 1e12,
    cost_partial: session.costPartial,
    users: [...session.users],
    experiment_ids: [...session.experimentIds],
    first_input_preview: session.firstInputPreview ?? "",
    last_output_preview: session.lastOutputPreview ?? "",
  };
}
