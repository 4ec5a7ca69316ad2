import { useMemo, useState } from "react";
import { allOpen, groupIdOf, toggle } from "../../trace/collapse.ts";
import { layOut, positionOf } from "../../trace/rows.ts";
import { idOf, type SpanTree } from "../../trace/span-tree.ts";
import { fitSpan, type TimeRange } from "../../trace/time-scale.ts";
import { TraceTimeline } from "../../views/trace-timeline/trace-timeline.tsx";
import styles from "./review-page.module.css";

const columns = { duration: true, tokens: false, cost: false };
const noHits = new Int32Array(0);

interface StepsProps {
  readonly tree: SpanTree;
  /** The span that is shown below. */
  readonly row: number;
  readonly onRow: (row: number) => void;
}

/** The tree of a trace in a strip: to look into one step while the questions stay in sight. */
export function Steps({ tree, row, onRow }: StepsProps) {
  const [collapse, setCollapse] = useState(allOpen);
  const [zoom, setZoom] = useState<TimeRange | undefined>();
  const rows = useMemo(() => layOut(tree, { collapse, fold: true }), [tree, collapse]);
  const whole = useMemo(() => ({ startUs: 0, endUs: tree.axisEndUs }), [tree]);
  const choose = (at: number) => onRow(rows.span[at] ?? 0);
  return (
    <div className={styles.steps}>
      <TraceTimeline
        tree={tree}
        rows={rows}
        activeAt={positionOf(rows, tree, row)}
        hits={noHits}
        hitMarks={undefined}
        mark=""
        critical={undefined}
        whole={whole}
        range={zoom ?? whole}
        warp={undefined}
        columns={columns}
        onActivate={choose}
        onOpen={choose}
        onToggle={(at) => {
          const span = rows.span[at] ?? 0;
          setCollapse(toggle(collapse, (rows.members[at] ?? 0) > 0 ? groupIdOf(tree, span) : idOf(tree, span)));
        }}
        onHover={() => {}}
        onRange={setZoom}
        onFit={(at) => {
          const span = rows.span[at] ?? 0;
          setZoom(fitSpan(tree.startUs[span] ?? 0, tree.endUs[span] ?? 0, whole));
        }}
      />
    </div>
  );
}
