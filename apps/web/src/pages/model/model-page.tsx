import { Outlet, useOutletContext, useParams } from "react-router";
import type { RegisteredModel } from "../../data/messages.ts";
import { useRegisteredModel } from "../../data/registry.ts";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { ModelHeader } from "./model-header.tsx";

/** `/models/:name/…`: one registered model; its tabs are pages below it, which get it loaded. */
export function Component() {
  const { name = "" } = useParams();
  const model = useRegisteredModel(name);
  if (model.data) {
    return (
      <>
        <ModelHeader model={model.data} />
        <Outlet key={name} context={model.data} />
      </>
    );
  }
  return (
    <>
      <PageHeader crumbs={[{ label: "Models", to: "/models" }, { label: name }]} />
      {model.error && (
        <LoadFailed
          what={`model ${name}`}
          instead={{ to: "/models", label: "All models" }}
          error={model.error}
          onRetry={() => void model.refetch()}
        />
      )}
    </>
  );
}

/** The model, in one of its tabs. */
export function useOpenModel(): RegisteredModel {
  return useOutletContext<RegisteredModel>();
}
