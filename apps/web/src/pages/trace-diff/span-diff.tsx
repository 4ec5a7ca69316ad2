import { readSpan } from "@spanloom/conventions";
import { useMemo } from "react";
import { deltasAt, type TreeDiff, tokensOf } from "../../trace/diff.ts";
import { durationUsOf, nameOf, type SpanTree } from "../../trace/span-tree.ts";
import { type SpanPayload, useSpanPayload } from "../../views/span-payload/use-span-payload.ts";
import type { LoadedTrace } from "../../views/trace-skeleton/skeleton-query.ts";
import { TextDiff } from "../../widgets/diff/text-diff.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { formatDurationUs } from "../../widgets/format/duration.ts";
import { formatCostUsd, formatTokens } from "../../widgets/format/quantity.ts";
import { DeltaText } from "./diff-totals.tsx";
import { inputText, outputText } from "./span-text.ts";
import styles from "./trace-diff.module.css";

interface SpanDiffProps {
  readonly left: LoadedTrace;
  readonly right: LoadedTrace;
  readonly diff: TreeDiff;
  /** Row of the diff; -1 for none. */
  readonly at: number;
}

/** One span of both traces: its numbers side by side, and the words of what went in and came out. */
export function SpanDiff({ left, right, diff, at }: SpanDiffProps) {
  const rowA = at < 0 ? -1 : diff.left[at]!;
  const rowB = at < 0 ? -1 : diff.right[at]!;
  const a = useSpanPayload(left.summary.trace_id, left.tree, rowA);
  const b = useSpanPayload(right.summary.trace_id, right.tree, rowB);
  const textsA = useTexts(a.data);
  const textsB = useTexts(b.data);
  if (at < 0) {
    return (
      <EmptyState icon="search" title={diff.count === 0 ? "Both traces are empty" : "This span is in neither trace"} />
    );
  }
  const deltas = deltasAt(left.tree, right.tree, diff, at);
  const name = rowB >= 0 ? nameOf(right.tree, rowB) : nameOf(left.tree, rowA);
  const isLoading = (rowA >= 0 && a.isPending) || (rowB >= 0 && b.isPending);
  const numbers = [
    { label: "Duration", delta: deltas.durationUs, write: formatDurationUs, of: durationUsOf },
    { label: "Tokens", delta: deltas.tokens, write: formatTokens, of: tokensOf },
    { label: "Cost", delta: deltas.costUsd, write: formatCostUsd, of: costOf },
  ];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.details} tabIndex={0} aria-label="Span in both traces">
      <h2 className={styles.name}>{name || "no name"}</h2>
      <p className={styles.none}>
        {rowA < 0 ? "Only in the right trace." : rowB < 0 ? "Only in the left trace." : "In both traces."}
      </p>
      <dl className={styles.numbers}>
        {numbers.map(({ label, delta, write, of }) => {
          const before = rowA < 0 ? undefined : of(left.tree, rowA);
          const after = rowB < 0 ? undefined : of(right.tree, rowB);
          if (before === undefined && after === undefined) return null;
          return (
            <div key={label}>
              <dt>{label}</dt>
              <dd>
                {before === undefined ? "–" : write(before)} → {after === undefined ? "–" : write(after)}{" "}
                {delta !== undefined && <DeltaText delta={delta} {...(before && { before })} write={write} />}
              </dd>
            </div>
          );
        })}
      </dl>
      {!isLoading &&
        (["Error", "Input", "Output"] as const).map((title) => (
          <Part key={title} title={title} left={textsA[title]} right={textsB[title]} />
        ))}
    </section>
  );
}

function Part({ title, left, right }: { title: string; left: string; right: string }) {
  if (left === "" && right === "") return null;
  return (
    <section className={styles.part} aria-label={title}>
      <h3>{title}</h3>
      <TextDiff left={left} right={right} leftName="Left" rightName="Right" what={title} />
    </section>
  );
}

function useTexts(payload: SpanPayload | undefined): Record<"Error" | "Input" | "Output", string> {
  return useMemo(() => {
    const source = payload?.source;
    if (!source) return { Error: "", Input: "", Output: "" };
    const view = readSpan(source);
    return { Error: source.status.message ?? "", Input: inputText(view), Output: outputText(view) };
  }, [payload]);
}

function costOf(tree: SpanTree, row: number): number | undefined {
  const cost = tree.costUsd[row] ?? -1;
  return cost < 0 ? undefined : cost;
}
