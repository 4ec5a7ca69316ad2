import type { Assessment } from "@spanloom/wire";

/** A text as it is, everything else as JSON; what went wrong where there is no value. */
export function assessmentText({ feedback, expectation }: Assessment): string {
  if (feedback?.error) return [feedback.error.error_code, feedback.error.error_message].filter(Boolean).join(": ");
  if (expectation?.serialized_value) return expectation.serialized_value.value ?? "";
  const value = feedback ? feedback.value : expectation?.value;
  return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
}
