import { useMemo } from "react";
import { useParams } from "react-router";
import { useExperimentName } from "../../data/experiments.ts";
import { isNotFound } from "../../data/request-error.ts";
import { useSession, useTurns } from "../../data/sessions.ts";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { NotFound } from "../../views/load-failed/not-found.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { SessionTotals } from "./session-totals.tsx";
import { Turns } from "./turns.tsx";

/** `/sessions/:session?turn=`: a conversation as its turns, the oldest first, each a trace. */
export function Component() {
  const { session = "" } = useParams();
  const summary = useSession(session);
  const list = useTurns(session);
  const turns = useMemo(() => list.data?.pages.flatMap((page) => page.traces) ?? [], [list.data]);
  const [experimentId] = summary.data?.experiment_ids ?? [];
  const experiment = useExperimentName(experimentId);
  const experimentAddress = `/experiments/${encodeURIComponent(experimentId ?? "")}/sessions`;

  if (isNotFound(summary.error)) {
    return (
      <>
        <PageHeader crumbs={[{ label: "Sessions" }, { label: session }]} />
        <NotFound what={`session ${session}`} instead={{ to: "/traces", label: "All traces" }}>
          No trace names it: its traces may have been deleted, or none has come yet.
        </NotFound>
      </>
    );
  }
  return (
    <>
      <PageHeader
        crumbs={[
          ...(experimentId !== undefined ? [{ label: experiment, to: experimentAddress }] : []),
          ...(summary.isPending ? [{ label: undefined }] : []),
          { label: session },
        ]}
      >
        <CopyButton text={() => location.href} label="Copy link" />
      </PageHeader>
      {summary.data && <SessionTotals session={summary.data} />}
      {list.isPending && <ListPlaceholder label="Loading the conversation" />}
      {list.error && !list.data && <LoadFailed what="turns" error={list.error} onRetry={() => void list.refetch()} />}
      {turns.length > 0 && <Turns turns={turns} list={list} />}
    </>
  );
}
