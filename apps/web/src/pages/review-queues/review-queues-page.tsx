import { useMemo, useRef, useState } from "react";
import { useNavigate, useParams } from "react-router";
import type { ReviewQueue } from "../../data/messages.ts";
import { openInNewTab } from "../../data/prefix.ts";
import { useReviewProgress, useReviewQueues } from "../../data/review-queues.ts";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { queueAddress } from "../../views/review/queue-address.ts";
import { type QueueAsked, QueueDialogs } from "../../views/review/queue-dialogs.tsx";
import { Button } from "../../widgets/button.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Icon } from "../../widgets/icon.tsx";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import { Segments } from "../../widgets/segments.tsx";
import { Table } from "../../widgets/table/table.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { useNow } from "../../widgets/use-now.ts";
import { ExperimentHeader } from "../experiment/experiment-header.tsx";
import { NewQueue } from "./new-queue.tsx";
import { Questions } from "./questions.tsx";
import { QueueCard } from "./queue-card.tsx";
import { queueColumns } from "./queue-columns.tsx";
import styles from "./review-queues-page.module.css";

const parts = [
  { id: "queues", label: "Queues" },
  { id: "questions", label: "Questions" },
] as const;
const keyOf = ({ queue_id }: ReviewQueue) => queue_id;
const nameOf = ({ name }: ReviewQueue) => name;

/** `/experiments/:experimentId/review?show=questions`: who is to look at which traces, and what is asked of them. */
export function Component() {
  const { experimentId = "" } = useParams();
  const [search, setSearch] = useAddressedQuery();
  const [isMaking, setMaking] = useState(false);
  const isShowingQuestions = search.get("show") === "questions";
  return (
    <>
      <ExperimentHeader experimentId={experimentId} />
      <ListToolbar>
        <Segments
          label="Show"
          segments={parts}
          chosen={isShowingQuestions ? "questions" : "queues"}
          onChoose={(id) => setSearch({ show: id === "queues" ? "" : id })}
        />
        <span className={styles.space} />
        {!isShowingQuestions && (
          <Button look="primary" onClick={() => setMaking(true)}>
            <Icon name="plus" size={14} />
            New queue
          </Button>
        )}
      </ListToolbar>
      {isShowingQuestions ? (
        <Questions experimentId={experimentId} />
      ) : (
        <Queues experimentId={experimentId} onNew={() => setMaking(true)} />
      )}
      <Dialog open={isMaking} onOpen={setMaking} title="New review queue">
        <NewQueue experimentId={experimentId} onDone={() => setMaking(false)} />
      </Dialog>
    </>
  );
}

function Queues({ experimentId, onNew }: { experimentId: string; onNew: () => void }) {
  const navigate = useNavigate();
  const list = useReviewQueues(experimentId);
  const progress = useReviewProgress(experimentId);
  const [asked, setAsked] = useState<QueueAsked | undefined>();
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const scroller = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => queueColumns({ progress, nowMs, zone, onAsk: setAsked }), [progress, nowMs, zone]);
  const card = useMemo(
    () => ({
      heightPx: 54,
      draw: (queue: ReviewQueue) => <QueueCard queue={queue} progress={progress?.get(queue.queue_id)} />,
    }),
    [progress],
  );

  if (list.error && !list.data) {
    return <LoadFailed what="review queues" error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (!list.data) return <ListPlaceholder label="Loading review queues" />;
  if (list.data.length === 0) {
    return (
      <EmptyState
        icon="review"
        title="Nothing to review yet"
        actions={
          <Button look="primary" onClick={onNew}>
            Make a queue
          </Button>
        }
      >
        A review queue is a list of traces and some questions about each: was the answer right, how kind was it, what
        should it have been? Working through it takes the keyboard alone. In Python:{" "}
        <code>mlflow.genai.review_queues.create_review_queue(…)</code>.
      </EmptyState>
    );
  }
  return (
    <>
      <Table
        ref={scroller}
        label="Review queues"
        name="review-queues"
        rows={list.data}
        keyOf={keyOf}
        nameOf={nameOf}
        total={list.data.length}
        columns={columns}
        card={card}
        onOpen={({ queue_id: id }, newTab) =>
          newTab ? openInNewTab(queueAddress(id)) : void navigate(queueAddress(id))
        }
      />
      <QueueDialogs experimentId={experimentId} asked={asked} onClose={() => setAsked(undefined)} />
    </>
  );
}
