import { useParams } from "react-router";
import { ExperimentHeader } from "../experiment/experiment-header.tsx";
import { NewPrompt } from "./new-prompt.tsx";
import { PromptList } from "./prompt-list.tsx";

/** `/experiments/:experimentId/prompts?q=&sort=`: the prompts that MLflow's client linked with the experiment. */
export function Component() {
  const { experimentId = "" } = useParams();
  return (
    <>
      <ExperimentHeader experimentId={experimentId}>
        <NewPrompt experimentId={experimentId} />
      </ExperimentHeader>
      <PromptList experimentId={experimentId} />
    </>
  );
}
