import { useEffect, useMemo, useRef, useState } from "react";
import { type SpanCalls, type SpanNode, spanGraph, withoutRare } from "../../trace/span-graph.ts";
import type { SpanTree } from "../../trace/span-tree.ts";
import { Button } from "../../widgets/button.tsx";
import { formatDurationUs } from "../../widgets/format/duration.ts";
import { formatCostUsd, formatCount } from "../../widgets/format/quantity.ts";
import nodeStyles from "../../widgets/graph/graph-node.module.css";
import { GraphView } from "../../widgets/graph/graph-view.tsx";
import { TypeIcon, typeLabel } from "../../widgets/type-icon.tsx";
import { narrow, useMediaQuery } from "../../widgets/use-media-query.ts";
import styles from "./span-graph.module.css";

interface SpanGraphViewProps {
  readonly tree: SpanTree;
  /** Id of the node whose spans are shown alone; empty for none. */
  readonly chosen: string;
  /** Undefined: all spans again. */
  readonly onChoose: (node: SpanNode | undefined) => void;
}

/** More nodes than these cannot be told apart at a glance; more than those not at all. */
const mostAtFirst = 30;
const mostUnfolded = 300;

/** Who called whom in a trace: agents, models and tools with their calls, failures, cost and time. */
export function SpanGraphView({ tree, chosen, onChoose }: SpanGraphViewProps) {
  const [all, setAll] = useState(false);
  const whole = useMemo(() => spanGraph(tree), [tree]);
  const graph = useMemo(() => withoutRare(whole, all ? mostUnfolded : mostAtFirst), [whole, all]);
  const isNarrow = useMediaQuery(narrow);
  // What calls all others stands in the middle of what it calls, which may be further down than there is room.
  const frame = useRef<HTMLElement>(null);
  useEffect(() => {
    const { scrollHeight, clientHeight } = frame.current!;
    if (!isNarrow) frame.current!.scrollTop = (scrollHeight - clientHeight) / 2;
  }, [isNarrow]);
  const labels = new Map(graph.nodes.map(({ id, label }) => [id, label]));
  const callersOf = (id: string) =>
    graph.edges
      .filter(({ to }) => to === id)
      .map((edge) => `${labels.get(edge.from)} ${callsText(edge)}`)
      .join(", ");

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section ref={frame} className={styles.graph} aria-label="Graph" tabIndex={0}>
      <GraphView
        graph={graph}
        heightPx={66}
        narrowestPx={160}
        widestPx={220}
        columnGapPx={76}
        scrolls={!isNarrow}
        draw={(node, isPicture) => (
          <Node
            node={node}
            callers={callersOf(node.id)}
            isPicture={isPicture}
            isChosen={chosen !== "" && node.id === chosen}
            isDisabled={all && node.others > 0}
            onPress={() => (node.others > 0 ? setAll(true) : onChoose(node.id === chosen ? undefined : node))}
          />
        )}
        label={(edge) => (
          <>
            {formatCount(edge.calls)}×
            {edge.errors > 0 && <tspan className={styles.failed}> {formatCount(edge.errors)} failed</tspan>}
          </>
        )}
      />
      {all && <Button onClick={() => setAll(false)}>Fewer</Button>}
    </section>
  );
}

interface NodeProps {
  readonly node: SpanNode;
  readonly callers: string;
  readonly isPicture: boolean;
  readonly isChosen: boolean;
  readonly isDisabled: boolean;
  readonly onPress: () => void;
}

function Node({ node, callers, isPicture, isChosen, isDisabled, onPress }: NodeProps) {
  const { type, label, spans, errors, costUsd, totalUs, selfCalls } = node;
  return (
    <>
      <span className={nodeStyles.kind}>
        {type && <TypeIcon type={type} size={12} />}
        {type ? typeLabel(type) : "Rare ones"}
        {selfCalls > 0 && <span className={nodeStyles.note}>calls itself {formatCount(selfCalls)}×</span>}
      </span>
      <button
        type="button"
        className={nodeStyles.label}
        title={label}
        aria-pressed={isChosen}
        disabled={isDisabled}
        onClick={onPress}
      >
        {label || "no name"}
      </button>
      <span className={styles.facts}>
        <span title={spans === 1 ? "One span" : `${formatCount(spans)} spans`}>{formatCount(spans)}×</span>
        {errors > 0 && <span className={styles.failed}>{formatCount(errors)} failed</span>}
        {costUsd !== undefined && <span>{formatCostUsd(costUsd)}</span>}
        <span title="The times of its spans, added up">{formatDurationUs(totalUs)}</span>
      </span>
      {callers && <span className={isPicture ? "unseen" : styles.callers}>Called by {callers}</span>}
    </>
  );
}

function callsText({ calls, errors }: SpanCalls): string {
  const times = calls === 1 ? "once" : `${formatCount(calls)} times`;
  return errors > 0 ? `${times}, ${formatCount(errors)} failed` : times;
}
