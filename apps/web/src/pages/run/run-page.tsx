import { Outlet, useOutletContext, useParams } from "react-router";
import type { Run } from "../../data/messages.ts";
import { useRun } from "../../data/run.ts";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { RunHeader } from "./run-header.tsx";

/** `/runs/:runId/…`: one run; its tabs are pages below it, which get the loaded run. */
export function Component() {
  const { runId = "" } = useParams();
  const run = useRun(runId);
  if (run.data) {
    return (
      <>
        <RunHeader run={run.data} />
        <Outlet key={runId} context={run.data} />
      </>
    );
  }
  return (
    <>
      <PageHeader crumbs={[{ label: "Experiments", to: "/experiments" }, { label: run.error ? runId : undefined }]} />
      {run.error && (
        <LoadFailed
          what={`run ${runId}`}
          instead={{ to: "/experiments", label: "All experiments" }}
          error={run.error}
          onRetry={() => void run.refetch()}
        />
      )}
    </>
  );
}

/** The run, in one of its tabs. */
export function useOpenRun(): Run {
  return useOutletContext<Run>();
}
