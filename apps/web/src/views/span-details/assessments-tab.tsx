import type { Assessment } from "@spanloom/wire";
import { formatExact } from "../../widgets/format/time.ts";
import { assessmentText } from "./assessment-text.ts";
import styles from "./span-details.module.css";

/** What people, judges and code said of a span; beside its root, of the whole trace, too. */
export interface Assessed {
  readonly ofSpan: readonly Assessment[];
  readonly ofTrace: readonly Assessment[];
}

export function AssessmentsTab({ assessed }: { assessed: Assessed }) {
  const { ofSpan, ofTrace } = assessed;
  return (
    <div className={styles.panel}>
      {ofTrace.length > 0 && <AssessmentTable caption="Of the trace" assessments={ofTrace} />}
      {ofSpan.length > 0 && <AssessmentTable caption="Of this span" assessments={ofSpan} />}
    </div>
  );
}

function AssessmentTable({ caption, assessments }: { caption: string; assessments: readonly Assessment[] }) {
  return (
    <table className={styles.table}>
      <caption className={styles.caption}>{caption}</caption>
      <thead>
        <tr>
          <th>Name</th>
          <th>Value</th>
          <th>By</th>
          <th>Why</th>
          <th>When</th>
        </tr>
      </thead>
      <tbody>
        {assessments.map((assessment) => (
          <tr key={assessment.assessment_id} className={assessment.valid === false ? styles.overridden : undefined}>
            <td>
              {assessment.issue
                ? assessment.issue.issue_name || assessment.assessment_name
                : assessment.assessment_name}
              <span className={styles.quiet}> {kindOf(assessment)}</span>
            </td>
            <td className={styles.value}>{assessmentText(assessment)}</td>
            <td>{sourceOf(assessment)}</td>
            <td className={styles.value}>{assessment.rationale ?? ""}</td>
            <td>
              <When timestamp={assessment.last_update_time} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function kindOf({ valid, expectation, issue }: Assessment): string {
  const kind = expectation ? "expected" : issue ? "issue" : "";
  return valid === false ? [kind, "overridden"].filter(Boolean).join(", ") : kind;
}

const sourceTypes: Readonly<Record<string, string>> = { HUMAN: "person", LLM_JUDGE: "judge", CODE: "code" };

function sourceOf({ source }: Assessment): string {
  const type = sourceTypes[source?.source_type ?? ""] ?? "";
  const id = source?.source_id ?? "";
  return id && id !== "default" ? `${id}${type && ` (${type})`}` : type;
}

function When({ timestamp }: { timestamp: string | undefined }) {
  const ms = Date.parse(timestamp ?? "");
  if (Number.isNaN(ms)) return null;
  return <time dateTime={timestamp}>{formatExact(ms, "local")}</time>;
}
