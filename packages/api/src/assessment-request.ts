import type { AssessmentValue, NewAssessment } from "@spanloom/store";
import { ApiError, type Assessment, type Expectation, invalidParameter, type JsonValue } from "@spanloom/wire";
import { exactParameter, shallowParameter } from "./json-parameter.ts";

/** An assessment that a client sends to be stored. */
export function newAssessment(assessment: Assessment): NewAssessment {
  checkName(assessment.assessment_name);
  const said = saidIn(assessment);
  if (said !== undefined) return { said, assessment };
  throw new ApiError(
    "INVALID_PARAMETER_VALUE",
    "Unknown assessment type: an assessment says one of feedback, expectation and issue.",
  );
}

/** What an assessment says; undefined where it says nothing. */
function saidIn({ feedback, expectation, issue }: Assessment): AssessmentValue | undefined {
  if (feedback !== undefined) return feedbackIn(feedback);
  if (expectation !== undefined) return expectationIn(expectation);
  return issue && { kind: "issue", value: { issue_name: issue.issue_name ?? "" } };
}

export function feedbackIn({ value, error }: NonNullable<Assessment["feedback"]>): AssessmentValue {
  return {
    kind: "feedback",
    value: shallowParameter("assessment.feedback.value", (value ?? null) as JsonValue),
    error,
  };
}

/** Lists and objects come as JSON text. */
export function expectationIn({ value, serialized_value }: Expectation): AssessmentValue {
  if (serialized_value === undefined) {
    if (value === undefined) throw new ApiError("INVALID_PARAMETER_VALUE", "The `value` field must be specified.");
    return { kind: "expectation", value: shallowParameter("assessment.expectation.value", value as JsonValue) };
  }
  const { serialization_format, value: text = "" } = serialized_value;
  if (serialization_format !== jsonFormat) {
    throw new ApiError(
      "INVALID_PARAMETER_VALUE",
      `Unknown serialization format: ${serialization_format ?? ""}. Only ${jsonFormat} is supported.`,
    );
  }
  return { kind: "expectation", value: exactParameter("assessment.expectation.serialized_value.value", text) };
}

const jsonFormat = "JSON_FORMAT";

export function checkName(name: string | undefined): void {
  if (name !== undefined && name.length > maxNameLength)
    throw invalidParameter("assessment.assessment_name", `must have at most ${maxNameLength} characters`, name);
}

const maxNameLength = 250;
