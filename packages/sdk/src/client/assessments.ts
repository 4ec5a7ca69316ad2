import type { AssessmentSourceSourceType, Received, Assessment as WireAssessment } from "@spanloom/wire";
import type { Connection } from "./connection.ts";
import { type EntryValues, textOf } from "./entries.ts";
import type { CallOptions } from "./transport.ts";

/** Feedback or an expectation, as the server has it. */
export type Assessment = Received<WireAssessment>;

/** Who says it. */
export interface AssessmentSource {
  readonly type: Exclude<AssessmentSourceSourceType, "SOURCE_TYPE_UNSPECIFIED">;
  /** A person's address, a judge's model, the name of a program. */
  readonly id: string;
}

interface NewAssessment extends CallOptions {
  readonly traceId: string;
  /** What is judged, such as `correctness`. */
  readonly name: string;
  /** Default: the program itself, for feedback; a person, for an expectation. */
  readonly source?: AssessmentSource | undefined;
  /** Of one span, rather than of the trace. */
  readonly spanId?: string | undefined;
  readonly metadata?: EntryValues | undefined;
}

/** How good it was, to be noted at a trace or a span. */
export interface NewFeedback extends NewAssessment {
  /** Any JSON. Either this or an error. */
  readonly value?: unknown;
  readonly rationale?: string | undefined;
  /** Why there is no value. */
  readonly error?:
    | Error
    | { readonly code: string; readonly message?: string; readonly stackTrace?: string }
    | undefined;
  /** The feedback that this one takes the place of; it stays, no longer valid. */
  readonly overrides?: string | undefined;
}

/** What should have come out, to be noted at a trace or a span. */
export interface NewExpectation extends NewAssessment {
  /** What would be right; any JSON. */
  readonly value: unknown;
}

/** What to change of an assessment; what is left out stays. */
export interface AssessmentChange extends CallOptions {
  readonly name?: string | undefined;
  readonly feedback?: Pick<NewFeedback, "value" | "error"> | undefined;
  readonly expectation?: Pick<NewExpectation, "value"> | undefined;
  readonly rationale?: string | undefined;
  /** Added to what is there. */
  readonly metadata?: EntryValues | undefined;
}

/** The part of a client that has to do with what is said of traces. All reject with `ApiError`. */
export function assessmentCalls({ rest }: Connection) {
  const create = async ({ traceId, signal, ...assessment }: NewAssessment & Record<string, unknown>, said: object) => {
    const { name, source, spanId, metadata = {} } = assessment;
    const request = {
      trace_id: traceId,
      assessment: {
        assessment_name: name,
        trace_id: traceId,
        span_id: spanId,
        source: source && { source_type: source.type, source_id: source.id },
        metadata: textsOf(metadata),
        ...said,
      },
    };
    return (await rest.createAssessment(request, { signal })).assessment!;
  };

  const calls = {
    /** Says how good a trace, or one of its spans, was. */
    async logFeedback(feedback: NewFeedback): Promise<Assessment> {
      const { value, error, rationale, overrides, source = defaultSources.feedback, ...about } = feedback;
      return create({ ...about, source }, { feedback: feedbackOf({ value, error }), rationale, overrides });
    },

    /** Says what would have been right. */
    async logExpectation(expectation: NewExpectation): Promise<Assessment> {
      const { value, source = defaultSources.expectation, ...about } = expectation;
      return create({ ...about, source }, { expectation: expectationOf(value) });
    },

    async getAssessment(traceId: string, assessmentId: string, options?: CallOptions): Promise<Assessment> {
      return (await rest.getAssessment({ trace_id: traceId, assessment_id: assessmentId }, options)).assessment!;
    },

    /** Feedback stays feedback and an expectation one; who said it stays, too. */
    async updateAssessment(traceId: string, assessmentId: string, change: AssessmentChange): Promise<Assessment> {
      const { name, feedback, expectation, rationale, metadata, signal } = change;
      const assessment = {
        assessment_name: name,
        feedback: feedback && feedbackOf(feedback),
        expectation: expectation && expectationOf(expectation.value),
        rationale,
        metadata: metadata && textsOf(metadata),
      };
      const changed = Object.entries(assessment).filter(([, value]) => value !== undefined);
      const update_mask = changed.map(([key]) => (key === "assessment_name" ? "assessmentName" : key)).join(",");
      const request = {
        trace_id: traceId,
        assessment_id: assessmentId,
        assessment: { trace_id: traceId, assessment_id: assessmentId, ...Object.fromEntries(changed) },
        update_mask,
      };
      return (await rest.updateAssessment(request, { signal })).assessment!;
    },

    /** What takes the place of feedback, which stays, no longer valid. Its name is that of what it overrides. */
    async overrideFeedback(
      traceId: string,
      assessmentId: string,
      feedback: Omit<NewFeedback, "traceId" | "name" | "overrides">,
    ): Promise<Assessment> {
      const { assessment_name = "", span_id } = await calls.getAssessment(traceId, assessmentId, feedback);
      return calls.logFeedback({
        spanId: span_id === "" ? undefined : span_id,
        ...feedback,
        traceId,
        name: assessment_name,
        overrides: assessmentId,
      });
    },

    /** What it had overridden is valid again. */
    async deleteAssessment(traceId: string, assessmentId: string, options?: CallOptions): Promise<void> {
      await rest.deleteAssessment({ trace_id: traceId, assessment_id: assessmentId }, options);
    },
  };
  return calls;
}

const defaultSources = {
  feedback: { type: "CODE", id: "default" },
  expectation: { type: "HUMAN", id: "default" },
} as const;

const textsOf = (values: EntryValues): Record<string, string> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, textOf(value)]));

function feedbackOf({ value, error }: Pick<NewFeedback, "value" | "error">) {
  if (error === undefined) return { value: value ?? null };
  const said =
    error instanceof Error
      ? { error_code: error.name, error_message: error.message, stack_trace: error.stack }
      : { error_code: error.code, error_message: error.message, stack_trace: error.stackTrace };
  return { ...(value !== undefined && { value }), error: said };
}

/** The wire has values of one line as they are, and lists and objects as JSON. */
function expectationOf(value: unknown) {
  return typeof value === "object" && value !== null
    ? { serialized_value: { serialization_format: "JSON_FORMAT", value: JSON.stringify(value) } }
    : { value: value ?? null };
}
