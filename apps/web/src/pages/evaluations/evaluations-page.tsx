import { useParams } from "react-router";
import { Segments } from "../../widgets/segments.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { ExperimentHeader } from "../experiment/experiment-header.tsx";
import { AssessmentsPart } from "./assessments-part.tsx";
import { EvaluationRuns } from "./evaluation-runs.tsx";
import { ScorersPart } from "./scorers-part.tsx";

const parts = [
  { id: "runs", label: "Evaluation runs" },
  { id: "assessments", label: "Assessments" },
  { id: "scorers", label: "Scorers" },
] as const;

/** `/experiments/:experimentId/evaluations?part=&q=`: runs that were scored, what was said of all traces, and who says it. */
export function Component() {
  const { experimentId = "" } = useParams();
  const [search, setSearch] = useAddressedQuery();
  const part = parts.find(({ id }) => id === search.get("part"))?.id ?? "runs";
  const switcher = (
    <Segments
      label="What is shown"
      segments={parts}
      chosen={part}
      onChoose={(id) => setSearch(() => new URLSearchParams(id === "runs" ? {} : { part: id }))}
    />
  );
  return (
    <>
      <ExperimentHeader experimentId={experimentId} />
      {part === "runs" && <EvaluationRuns experimentId={experimentId} switcher={switcher} />}
      {part === "assessments" && <AssessmentsPart experimentId={experimentId} switcher={switcher} />}
      {part === "scorers" && <ScorersPart experimentId={experimentId} switcher={switcher} />}
    </>
  );
}
