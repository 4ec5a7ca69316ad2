import type { AssessmentChange } from "@spanloom/store";
import { ApiError, type Assessment, type assessmentRoutes, missingParameter, parseTraceId } from "@spanloom/wire";
import { checkName, expectationIn, feedbackIn, newAssessment } from "../assessment-request.ts";
import type { Handlers } from "../handler.ts";
import { required, traceNotFound } from "../parameters.ts";

export const assessments: Handlers<typeof assessmentRoutes> = {
  async createAssessment({ store }, { trace_id, assessment }) {
    if (assessment === undefined) throw missingParameter("assessment");
    return { assessment: await store.assessments.create(traceIdIn(trace_id), newAssessment(assessment)) };
  },

  async getAssessment({ store }, { trace_id, assessment_id }) {
    return { assessment: await store.assessments.get(traceIdIn(trace_id), required("assessment_id", assessment_id)) };
  },

  async updateAssessment({ store }, { trace_id, assessment_id, assessment, update_mask }) {
    if (assessment === undefined) throw missingParameter("assessment");
    const change = changeIn(assessment, required("update_mask", update_mask));
    const id = required("assessment_id", assessment_id);
    return { assessment: await store.assessments.update(traceIdIn(trace_id), id, change) };
  },

  /** Also of a trace that does not exist: then there is nothing to delete. */
  async deleteAssessment({ store }, { trace_id, assessment_id }) {
    const traceId = parseTraceId(required("trace_id", trace_id));
    const id = required("assessment_id", assessment_id);
    if (traceId !== undefined) await store.assessments.delete(traceId, id);
    return {};
  },
};

function traceIdIn(text: string | undefined): string {
  const id = required("trace_id", text);
  const traceId = parseTraceId(id);
  if (traceId === undefined) throw traceNotFound(id);
  return traceId;
}

/** Names of a mask that cannot be changed, or that mean nothing, are passed over as MLflow's server does. */
function changeIn(assessment: Assessment, mask: string): AssessmentChange {
  const named = new Set(
    mask.split(",").map((name) => name.trim().replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())),
  );
  const { assessment_name, feedback, expectation, rationale, metadata } = assessment;
  if (named.has("feedback") && named.has("expectation")) {
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      "Cannot specify both `expectation` and `feedback` parameters: an assessment is one of the two.",
    );
  }
  checkName(assessment_name);
  return {
    ...(named.has("assessmentName") && { name: assessment_name ?? "" }),
    ...(named.has("feedback") && { said: feedbackIn(feedback ?? {}) }),
    ...(named.has("expectation") && { said: expectationIn(expectation ?? {}) }),
    ...(named.has("rationale") && { rationale: rationale ?? "" }),
    ...(named.has("metadata") && { metadata }),
  };
}
