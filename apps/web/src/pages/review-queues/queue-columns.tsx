import type { ReviewProgress } from "@spanloom/wire";
import type { ReviewQueue } from "../../data/messages.ts";
import { queueAddress } from "../../views/review/queue-address.ts";
import type { QueueAsked } from "../../views/review/queue-dialogs.tsx";
import { IconButton } from "../../widgets/button.tsx";
import { formatCount } from "../../widgets/format/quantity.ts";
import { formatExact, formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { BarCell, NameCell, Nothing, TextCell } from "../../widgets/table/cells.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import styles from "./review-queues-page.module.css";

interface QueueColumnsOptions {
  /** Undefined until it is known. */
  readonly progress: ReadonlyMap<string, ReviewProgress> | undefined;
  readonly nowMs: number;
  readonly zone: TimeZone;
  readonly onAsk: (asked: QueueAsked) => void;
}

export function queueColumns(options: QueueColumnsOptions): TableColumn<ReviewQueue>[] {
  const { progress, nowMs, zone, onAsk } = options;
  return [
    {
      id: "name",
      label: "Name",
      width: 180,
      grow: 2,
      always: true,
      cell: ({ queue_id, name }) => <NameCell to={queueAddress(queue_id)} name={name} />,
    },
    {
      id: "progress",
      label: "Reviewed",
      width: 150,
      cell: ({ queue_id }) => {
        if (!progress) return <Nothing />;
        const { done, count, text } = progressText(progress.get(queue_id));
        return <BarCell text={text} share={count === 0 ? 0 : done / count} title={titleOf(progress.get(queue_id))} />;
      },
    },
    {
      id: "questions",
      label: "Questions",
      width: 88,
      align: "end",
      cell: ({ queue_type, schema_ids = [] }) => (queue_type === "USER" ? "all" : formatCount(schema_ids.length)),
    },
    { id: "people", label: "For", width: 120, grow: 1, cell: ({ users = [] }) => <TextCell text={users.join(", ")} /> },
    {
      id: "created",
      label: "Made",
      width: 84,
      cell: ({ creation_time_ms: ms }) =>
        ms === undefined ? <Nothing /> : <time title={formatExact(ms, zone)}>{formatRelative(ms, nowMs, zone)}</time>,
    },
    {
      id: "tools",
      label: "Change",
      width: 76,
      always: true,
      cell: (queue) => {
        // Until it is known it counts as filled: then its questions stay.
        const about = { queue, hasItems: progress?.has(queue.queue_id) ?? true };
        return (
          <span className={styles.tools}>
            {queue.queue_type !== "USER" && (
              <IconButton
                icon="edit"
                label={`Change ${queue.name}`}
                onClick={() => onAsk({ ...about, about: "change" })}
              />
            )}
            <IconButton
              icon="trash"
              label={`Delete ${queue.name}`}
              onClick={() => onAsk({ ...about, about: "delete" })}
            />
          </span>
        );
      },
    },
  ];
}

/** `12 of 40`; a queue without items has no progress. */
export function progressText(progress: ReviewProgress | undefined): { done: number; count: number; text: string } {
  const { pending_count = 0, complete_count = 0, declined_count = 0 } = progress ?? {};
  const done = complete_count + declined_count;
  const count = done + pending_count;
  return { done, count, text: count === 0 ? "no traces" : `${formatCount(done)} of ${formatCount(count)}` };
}

function titleOf(progress: ReviewProgress | undefined): string {
  const { pending_count = 0, complete_count = 0, declined_count = 0 } = progress ?? {};
  return `${complete_count} answered, ${declined_count} declined, ${pending_count} open`;
}
