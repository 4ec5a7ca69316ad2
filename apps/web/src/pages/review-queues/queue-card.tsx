import type { ReviewProgress } from "@spanloom/wire";
import type { ReviewQueue } from "../../data/messages.ts";
import { CardLine, CardName, CardText } from "../../widgets/table/cells.tsx";
import { progressText } from "./queue-columns.tsx";

/** One queue on a narrow screen. */
export function QueueCard({ queue, progress }: { queue: ReviewQueue; progress: ReviewProgress | undefined }) {
  return (
    <>
      <CardName name={queue.name} />
      <CardLine>
        {progressText(progress).text}
        <CardText text={(queue.users ?? []).join(", ")} />
      </CardLine>
    </>
  );
}
