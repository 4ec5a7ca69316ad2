import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { useReviewQueueChanges, useReviewQueues } from "../../data/review-queues.ts";
import { Button, IconButton } from "../../widgets/button.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import { formatCount } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import { Menu, MenuHeading, MenuItem, MenuLine } from "../../widgets/menu.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import { useToast } from "../../widgets/toast/toasts.tsx";
import { usePerson } from "../feedback/use-person.ts";
import { QueueForm } from "../review/lazy-queue-form.tsx";
import { queueAddress } from "../review/queue-address.ts";
import styles from "./add-to-review.module.css";

interface AddToReviewProps {
  /** All of them are this experiment's. */
  readonly experimentId: string;
  /** 32 hex digits each; or what finds them, asked when a queue was chosen. */
  readonly traceIds: readonly string[] | (() => Promise<readonly string[]>);
  /** Only an icon. */
  readonly compact?: boolean;
  /** Drawn as the button in the place of its words. */
  readonly children?: ReactNode;
  readonly onAdded?: () => void;
}

/** Puts traces into a review queue: one that is there, one's own, or a new one. */
export function AddToReview({ experimentId, traceIds, compact = false, children, onAdded }: AddToReviewProps) {
  const [isOpen, setOpen] = useState(false);
  const [isMaking, setMaking] = useState(false);
  const queues = useReviewQueues(experimentId, isOpen);
  const changes = useReviewQueueChanges(experimentId);
  const person = usePerson();
  const navigate = useNavigate();
  const toast = useToast();
  if (experimentId === "") return null;
  const label = "Add to review queue";
  const own = queues.data?.find((queue) => queue.queue_type === "USER" && queue.name === person.name.toLowerCase());

  async function addTo(name: string, queueOf: () => Promise<string>): Promise<void> {
    try {
      const queueId = await queueOf();
      const ids = typeof traceIds === "function" ? await traceIds() : traceIds;
      await changes.add(queueId, ids);
      onAdded?.();
      toast({
        text: `${ids.length === 1 ? "Added" : `${formatCount(ids.length)} traces added`} to ${name}`,
        action: { label: "Review", run: () => void navigate(queueAddress(queueId)) },
      });
    } catch (error) {
      toast({
        text: `Not added to ${name}: ${messageOf(error)}`,
        tone: "error",
        action: { label: "Try again", run: () => void addTo(name, queueOf) },
      });
    }
  }

  return (
    <>
      <Menu
        label={label}
        open={isOpen}
        onOpen={setOpen}
        trigger={
          compact ? (
            <IconButton icon="review" label={label} />
          ) : (
            <Button look="plain" aria-label={label}>
              <Icon name="review" size={14} />
              <span className={styles.label}>{children ?? "Add to review"}</span>
            </Button>
          )
        }
      >
        {queues.isPending && <MenuHeading>Loading</MenuHeading>}
        {queues.error && <MenuHeading>{queues.error.message}</MenuHeading>}
        {queues.data?.map(({ queue_id, name }) => (
          <MenuItem key={queue_id} icon="review" onSelect={() => void addTo(name, async () => queue_id)}>
            {name}
          </MenuItem>
        ))}
        {(queues.data?.length ?? 0) > 0 && <MenuLine />}
        {person.isAsked && queues.isSuccess && !own && (
          <MenuItem
            icon="plus"
            onSelect={() => void addTo("your queue", async () => (await changes.ofPerson(person.name)).queue_id)}
          >
            Your own queue, {person.name}
          </MenuItem>
        )}
        <MenuItem icon="plus" onSelect={() => setMaking(true)}>
          New queue…
        </MenuItem>
      </Menu>
      <Dialog open={isMaking} onOpen={setMaking} title="New review queue">
        <QueueForm
          experimentId={experimentId}
          action="Make it and add"
          onSave={async (draft) => {
            const { queue_id } = await changes.create(draft);
            setMaking(false);
            await addTo(draft.name, async () => queue_id);
          }}
        />
      </Dialog>
    </>
  );
}
