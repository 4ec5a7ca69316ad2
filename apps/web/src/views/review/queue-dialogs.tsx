import type { ReviewQueue } from "../../data/messages.ts";
import { useReviewQueueChanges } from "../../data/review-queues.ts";
import { ConfirmDialog } from "../../widgets/confirm-dialog.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import { QueueForm } from "./lazy-queue-form.tsx";

/** What is asked about a queue at the moment. */
export interface QueueAsked {
  readonly about: "change" | "delete";
  readonly queue: ReviewQueue;
  readonly hasItems: boolean;
}

interface QueueDialogsProps {
  readonly experimentId: string;
  readonly asked: QueueAsked | undefined;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

/** Changes the name of a queue, whom it is for and, while it is empty, what it asks; or deletes it once that is meant. */
export function QueueDialogs({ experimentId, asked, onClose, onDeleted }: QueueDialogsProps) {
  const changes = useReviewQueueChanges(experimentId);
  const { queue, hasItems = true } = asked ?? {};
  return (
    <>
      <Dialog open={asked?.about === "change"} onOpen={onClose} title="Review queue">
        {queue && (
          <QueueForm
            experimentId={experimentId}
            edits={{ queue, hasItems }}
            action="Save"
            onSave={async ({ name, users, schemaIds }) => {
              await changes.update(queue.queue_id, { name, users, ...(!hasItems && { schemaIds }) });
              onClose();
            }}
          />
        )}
      </Dialog>
      <ConfirmDialog
        open={asked?.about === "delete"}
        onOpen={onClose}
        title={`Delete ${queue?.name}?`}
        action="Delete for good"
        onConfirm={async () => {
          if (!queue) return;
          await changes.remove(queue.queue_id);
          onDeleted?.();
        }}
      >
        The queue goes, and with it what of it is reviewed already. Its traces and everything that was said of them
        stay.
      </ConfirmDialog>
    </>
  );
}
