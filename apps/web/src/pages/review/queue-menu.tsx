import { useState } from "react";
import { useNavigate } from "react-router";
import type { ReviewQueue } from "../../data/messages.ts";
import { useReviewItems } from "../../data/review-items.ts";
import { useReviewQueueChanges } from "../../data/review-queues.ts";
import { queueAddress, reviewAddress } from "../../views/review/queue-address.ts";
import { type QueueAsked, QueueDialogs } from "../../views/review/queue-dialogs.tsx";
import { IconButton } from "../../widgets/button.tsx";
import { Menu, MenuItem, MenuLine } from "../../widgets/menu.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import { useToast } from "../../widgets/toast/toasts.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";

/** What can be done to a queue while one works on it. */
export function QueueMenu({ queue }: { queue: ReviewQueue }) {
  const { queue_id: queueId, experiment_id: experimentId } = queue;
  const navigate = useNavigate();
  const [search] = useAddressedQuery();
  const items = useReviewItems(queueId).data?.items ?? [];
  const changes = useReviewQueueChanges(experimentId);
  const toast = useToast();
  const [asked, setAsked] = useState<QueueAsked | undefined>();
  const traceId = search.get("item") ?? "";
  const hasItems = items.length > 0;

  async function attempt(what: string, run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      toast({
        text: `${what} failed: ${messageOf(error)}`,
        tone: "error",
        action: { label: "Try again", run: () => void attempt(what, run) },
      });
    }
  }
  const takeOut = () =>
    attempt("Taking it out", async () => {
      await changes.takeOut(queueId, [traceId]);
      void navigate(queueAddress(queueId));
      const undo = () => void attempt("Putting it back", () => changes.add(queueId, [traceId]));
      toast({ text: "The trace was taken out of the queue", action: { label: "Undo", run: undo } });
    });

  return (
    <>
      <Menu label="Queue" trigger={<IconButton icon="more" label="Queue" />}>
        {items.some(({ item_id }) => item_id === `tr-${traceId}`) && (
          <MenuItem icon="minus" onSelect={() => void takeOut()}>
            Take this trace out
          </MenuItem>
        )}
        <MenuLine />
        {queue.queue_type !== "USER" && (
          <MenuItem icon="edit" onSelect={() => setAsked({ about: "change", queue, hasItems })}>
            Change the queue…
          </MenuItem>
        )}
        <MenuItem icon="trash" onSelect={() => setAsked({ about: "delete", queue, hasItems })}>
          Delete the queue…
        </MenuItem>
      </Menu>
      <QueueDialogs
        experimentId={experimentId}
        asked={asked}
        onClose={() => setAsked(undefined)}
        onDeleted={() => void navigate(reviewAddress(experimentId))}
      />
    </>
  );
}
