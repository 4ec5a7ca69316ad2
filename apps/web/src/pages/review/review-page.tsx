import { useMemo } from "react";
import { Link, Navigate, useParams } from "react-router";
import { useExperimentName } from "../../data/experiments.ts";
import { useLabelSchemaList } from "../../data/label-schemas.ts";
import type { ReviewQueue } from "../../data/messages.ts";
import { isNotFound } from "../../data/request-error.ts";
import { useReviewItems } from "../../data/review-items.ts";
import { useReviewQueue } from "../../data/review-queues.ts";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { NotFound } from "../../views/load-failed/not-found.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { queueAddress, reviewAddress } from "../../views/review/queue-address.ts";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { QueueMenu } from "./queue-menu.tsx";
import { nextOpen, progressOf, questionsOf } from "./review-step.ts";
import { useLastItem } from "./use-last-item.ts";
import { Workbench } from "./workbench.tsx";

/** `/review/:queueId?item=&span=&tab=&steps=`: the traces of a queue, one after the other, and what is asked of them. */
export function Component() {
  const { queueId = "" } = useParams();
  const queue = useReviewQueue(queueId);
  const experimentId = queue.data?.experiment_id;
  const experiment = useExperimentName(experimentId);
  if (isNotFound(queue.error)) {
    return (
      <>
        <PageHeader crumbs={[{ label: "Review" }, { label: queueId }]} />
        <NotFound what={`review queue ${queueId}`} instead={{ to: "/experiments", label: "All experiments" }}>
          It may have been deleted. What was said of its traces is still there.
        </NotFound>
      </>
    );
  }
  return (
    <>
      <PageHeader
        crumbs={[
          experimentId === undefined
            ? { label: undefined }
            : { label: experiment && `${experiment}, review`, to: reviewAddress(experimentId) },
          { label: queue.data?.name ?? (queue.error ? queueId : undefined) },
        ]}
      >
        {queue.data && <QueueMenu queue={queue.data} />}
        <CopyButton text={() => location.href} label="Copy link" />
      </PageHeader>
      {queue.error && <LoadFailed what="this queue" error={queue.error} onRetry={() => void queue.refetch()} />}
      {queue.data && <Queue key={queueId} queue={queue.data} />}
    </>
  );
}

function Queue({ queue }: { queue: ReviewQueue }) {
  const { queue_id: queueId, experiment_id: experimentId } = queue;
  const [search] = useAddressedQuery();
  const [last] = useLastItem(queueId);
  const schemas = useLabelSchemaList(experimentId);
  const list = useReviewItems(queueId);
  const questions = useMemo(() => questionsOf(queue, schemas.data ?? []), [queue, schemas.data]);
  const error = list.error ?? schemas.error;
  const items = list.data?.items;
  if (error && (!items || !schemas.data)) {
    const retry = () => void Promise.all([list.refetch(), schemas.refetch()]);
    return <LoadFailed what="this queue" error={error} onRetry={retry} />;
  }
  if (!items || !schemas.data) return <ListPlaceholder label="Loading the queue" />;
  if (items.length === 0) {
    return (
      <EmptyState
        icon="review"
        title="No traces in this queue"
        actions={<Link to={`/experiments/${encodeURIComponent(experimentId)}/traces`}>Traces of the experiment</Link>}
      >
        “Add to review” on the page of a trace puts it in, and so does a selection in the list of traces.
      </EmptyState>
    );
  }
  const asked = search.get("item") ?? "";
  const at = items.findIndex(({ item_id }) => item_id === `tr-${asked}`);
  if (asked === "") {
    const known = items.find(({ item_id, status }) => item_id === `tr-${last}` && status === "PENDING");
    const first = known ?? items[nextOpen(items, -1)];
    if (!first) return <AllDone queue={queue} />;
    return <Navigate to={queueAddress(queueId, first.item_id.slice("tr-".length))} replace />;
  }
  if (at < 0) {
    return (
      <EmptyState
        icon="search"
        title="This trace is not in the queue"
        actions={<Link to={queueAddress(queueId)}>On with the queue</Link>}
      >
        It may have been taken out meanwhile, or deleted.
      </EmptyState>
    );
  }
  return <Workbench queue={queue} questions={questions} items={items} at={at} />;

  function AllDone({ queue: { experiment_id } }: { queue: ReviewQueue }) {
    const { done, declined } = progressOf(items!);
    const first = items![0]!.item_id.slice("tr-".length);
    return (
      <EmptyState
        icon="check"
        title="Everything here is reviewed"
        actions={
          <>
            <Link to={reviewAddress(experiment_id)}>All queues</Link>
            <Link to={queueAddress(queueId, first)}>Look at the answers</Link>
          </>
        }
      >
        {done} answered{declined > 0 && `, ${declined} declined`}.
      </EmptyState>
    );
  }
}
