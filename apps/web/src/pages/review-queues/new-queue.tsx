import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useReviewQueueChanges } from "../../data/review-queues.ts";
import { QueueForm } from "../../views/review/lazy-queue-form.tsx";
import { queueAddress } from "../../views/review/queue-address.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { useToast } from "../../widgets/toast/toasts.tsx";
import styles from "./review-queues-page.module.css";

/** More than anybody reviews by hand; the newest ones go in. */
const mostTraces = 10_000;

/** Makes a queue, fills it with what its filter finds, and goes there. */
export function NewQueue({ experimentId, onDone }: { experimentId: string; onDone: () => void }) {
  const navigate = useNavigate();
  const changes = useReviewQueueChanges(experimentId);
  const toast = useToast();
  const [doing, setDoing] = useState("");
  // A second try goes on with the queue that the first one made.
  const made = useRef<string | undefined>(undefined);
  return (
    <>
      <QueueForm
        experimentId={experimentId}
        action="Make the queue"
        filled
        onSave={async (draft, filter) => {
          // The filter first: a mistake in it leaves no empty queue behind.
          setDoing(filter === undefined ? "" : "Looking for the traces");
          try {
            const found = filter === undefined ? [] : await changes.matching(filter, mostTraces);
            if (filter !== undefined && found.length === 0) throw new Error("The filter finds no trace.");
            if (made.current === undefined) made.current = (await changes.create(draft)).queue_id;
            else await changes.update(made.current, draft);
            await changes.add(made.current, found, (count) =>
              setDoing(`${formatCount(count)} of ${formatCount(found.length)} added`),
            );
            if (found.length === mostTraces)
              toast({ text: `The newest ${formatCount(mostTraces)} traces were put in.` });
          } finally {
            setDoing("");
          }
          onDone();
          void navigate(queueAddress(made.current));
        }}
      />
      <p className={styles.doing} role="status">
        {doing}
      </p>
    </>
  );
}
