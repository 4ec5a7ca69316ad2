import { type Ref, useRef, useState } from "react";
import { idOf, isPlaceholder, nameOf, type SpanTree, spanFlags, typeOf } from "../../trace/span-tree.ts";
import { AddToDataset } from "../../views/add-to-dataset/add-to-dataset.tsx";
import { useGiveFeedback } from "../../views/feedback/use-give-feedback.ts";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { SpanDetails } from "../../views/span-details/span-details.tsx";
import { useTextMarks } from "../../views/span-details/use-text-marks.ts";
import { useSpanPayload } from "../../views/span-payload/use-span-payload.ts";
import { IconButton } from "../../widgets/button.tsx";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { formatCount } from "../../widgets/format/quantity.ts";
import { late } from "../../widgets/late.tsx";
import { TypeIcon, typeLabel } from "../../widgets/type-icon.tsx";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import styles from "./details-pane.module.css";
import { useAssessments } from "./use-assessments.ts";

const GroupDetails = late(async () => (await import("../../views/span-details/group-details.tsx")).GroupDetails);
const FeedbackTab = late(async () => (await import("../../views/feedback/feedback-tab.tsx")).FeedbackTab);

interface DetailsPaneProps {
  ref?: Ref<HTMLDivElement>;
  traceId: string;
  experimentId: string;
  tree: SpanTree;
  /** -1 when the address names a span that this trace has not. */
  row: number;
  /** Siblings that a folded group stands for; 0 for a span. */
  members: number;
  /** What find looks for; marked wherever it is shown. */
  mark: string;
  tab: string;
  onTab: (tab: string) => void;
  onRow: (row: number) => void;
  onClose?: () => void;
}

/** The pane beside the tree: the span that is active there. */
export function DetailsPane({ ref, onClose, ...props }: DetailsPaneProps) {
  const { tree, row, members } = props;
  const body = useRef<HTMLDivElement>(null);
  useTextMarks(body, props.mark);
  if (row < 0) {
    return (
      <div ref={ref} className={styles.pane}>
        {onClose && <Close onClose={onClose} />}
        <EmptyState icon="search" title="This span is not in the trace">
          It may not have arrived yet, or belong to another trace.
        </EmptyState>
      </div>
    );
  }
  return (
    <section ref={ref} className={styles.pane} aria-label="Span details">
      <header className={styles.head}>
        <TypeIcon type={typeOf(tree, row)} size={16} />
        <h2 className={styles.name}>{nameOf(tree, row) || "no name"}</h2>
        {members > 0 && <span className={styles.quiet}>×{formatCount(members)}</span>}
        <span className={styles.type}>{typeLabel(typeOf(tree, row))}</span>
        {members === 0 && tree.depth[row] !== 0 && !isPlaceholder(tree, row) && (
          <AddToDataset traceId={props.traceId} experimentId={props.experimentId} spanId={idOf(tree, row)} compact />
        )}
        {members === 0 && <CopyButton text={idOf(tree, row)} label={`Copy span id ${idOf(tree, row)}`} />}
        {onClose && <Close onClose={onClose} />}
      </header>
      <div ref={body} className={styles.body}>
        {members > 0 ? (
          <GroupDetails tree={tree} row={row} members={members} onRow={props.onRow} />
        ) : (
          <SpanPane {...props} />
        )}
      </div>
    </section>
  );
}

function Close({ onClose }: { onClose: () => void }) {
  return <IconButton icon="close" label="Close" shortcut="Esc" onClick={onClose} />;
}

function SpanPane({ traceId, experimentId, tree, row, tab, onTab }: DetailsPaneProps) {
  const { data, error, refetch } = useSpanPayload(traceId, tree, row);
  const assessed = useAssessments(traceId, tree, row);
  const give = useGiveFeedback(traceId);
  const [isWriting, setWriting] = useState(false);
  // Beside a root one means the trace.
  const spanId = tree.depth[row] === 0 ? undefined : idOf(tree, row);
  const thumb = (isUp: boolean) => give.thumb(isUp, spanId ? assessed.ofSpan : assessed.ofTrace, spanId);
  useShortcuts({
    f: () => {
      onTab("assessments");
      setWriting(true);
    },
    1: () => thumb(true),
    2: () => thumb(false),
  });
  if (isPlaceholder(tree, row)) {
    return (
      <EmptyState icon="incomplete" title="The parent of these spans has not arrived">
        They name <code>{idOf(tree, row)}</code> as their parent. Once it comes, they move to their place by themselves.
      </EmptyState>
    );
  }
  if (error) return <LoadFailed what="this span" error={error} onRetry={refetch} />;
  if (!data) return <div className={styles.waiting} aria-busy="true" />;
  if (!data.source) {
    return (
      <EmptyState icon="search" title="The content of this span is gone">
        Its row is stored but what it carried is not; retention may have removed it.
      </EmptyState>
    );
  }
  const costUsd = tree.costUsd[row] ?? -1;
  const loopCut = ((tree.flags[row] ?? 0) & spanFlags.loopCut) !== 0;
  const notes = loopCut
    ? [...data.notes, "Its parents form a loop, which is cut here: it is shown at the top."]
    : data.notes;
  return (
    <SpanDetails
      key={data.source.spanId}
      source={data.source}
      raw={data.raw}
      notes={notes}
      costUsd={costUsd >= 0 ? costUsd : undefined}
      feedback={{
        count: assessed.ofSpan.length + assessed.ofTrace.length,
        panel: (
          <FeedbackTab
            traceId={traceId}
            experimentId={experimentId}
            spanId={data.source.spanId}
            isRoot={spanId === undefined}
            assessed={assessed}
            give={give}
            isWriting={isWriting}
            onWriting={setWriting}
          />
        ),
      }}
      tab={tab}
      onTab={onTab}
    />
  );
}
