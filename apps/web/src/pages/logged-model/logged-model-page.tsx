import { Outlet, useOutletContext, useParams } from "react-router";
import { useExperimentName } from "../../data/experiments.ts";
import { useLoggedModel } from "../../data/logged-models.ts";
import type { LoggedModel } from "../../data/messages.ts";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { PageTabs } from "../../views/page-header/page-tabs.tsx";
import { experimentAddress } from "../experiment/experiment-tabs.ts";
import { loggedModelAddress, loggedModelTabs } from "./logged-model-tabs.ts";
import { RegisterModel } from "./register-model.tsx";

/** `/logged-models/:modelId/…`: one logged model; its tabs are pages below it, which get it loaded. */
export function Component() {
  const { modelId = "" } = useParams();
  const model = useLoggedModel(modelId);
  if (model.data) {
    return (
      <>
        <LoggedModelHeader model={model.data} />
        <Outlet key={modelId} context={model.data} />
      </>
    );
  }
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Experiments", to: "/experiments" }, { label: model.error ? modelId : undefined }]}
      />
      {model.error && (
        <LoadFailed
          what={`logged model ${modelId}`}
          instead={{ to: "/experiments", label: "All experiments" }}
          error={model.error}
          onRetry={() => void model.refetch()}
        />
      )}
    </>
  );
}

/** The logged model, in one of its tabs. */
export function useOpenLoggedModel(): LoggedModel {
  return useOutletContext<LoggedModel>();
}

function LoggedModelHeader({ model }: { model: LoggedModel }) {
  const { model_id: modelId, experiment_id: experimentId, name } = model.info;
  const experiment = useExperimentName(experimentId);
  return (
    <PageHeader
      crumbs={[{ label: experiment, to: experimentAddress(experimentId, "models") }, { label: name || modelId }]}
      tabs={
        <PageTabs
          label="Logged model"
          tabs={loggedModelTabs.map(({ path, label, page }) => ({
            to: loggedModelAddress(modelId, path),
            label,
            onIntent: () => void page().catch(() => {}),
          }))}
        />
      }
    >
      <RegisterModel model={model} />
    </PageHeader>
  );
}
