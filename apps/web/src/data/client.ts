import { evaluationCalls } from "./calls/evaluations.ts";
import { experimentCalls } from "./calls/experiments.ts";
import { modelCalls } from "./calls/models.ts";
import { reviewCalls } from "./calls/review.ts";
import { runCalls } from "./calls/runs.ts";
import { traceCalls } from "./calls/traces.ts";

/**
 * The REST calls of the app; paths, requests and responses are those of the route table. Each resolves with the
 * response message, and rejects with a `RequestError` or, when `signal` fires, with the signal's reason. Nothing is
 * cached here; that is react-query's work.
 */
export const client = {
  ...traceCalls,
  ...reviewCalls,
  ...evaluationCalls,
  ...experimentCalls,
  ...runCalls,
  ...modelCalls,
};
