import type { TraceSums } from "@spanloom/wire";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { TimeRange } from "../../views/time-range/time-range.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { failedFilter, tracesAddress } from "./overview-address.ts";
import styles from "./overview-page.module.css";
import { costText, failedShare, latencyText, tokensText } from "./sums-text.ts";

/** What all traces of the range add up to; each number leads to the traces that it is of. */
export function OverviewTotals(props: { total: TraceSums; experimentId: string; range: TimeRange }) {
  const { total, experimentId, range } = props;
  const list = (filter?: string) => tracesAddress(experimentId, range, filter);
  const ended = "duration IS NOT NULL";
  return (
    <dl className={styles.totals}>
      <Total name="Traces" to={list()}>
        {formatCount(total.trace_count)}
      </Total>
      <Total name="Failed" to={list(failedFilter)} note={formatCount(total.failed_count)}>
        {failedShare(total)}
      </Total>
      <Total name="Latency p50" to={list(ended)}>
        {latencyText(total.latency_p50_ns)}
      </Total>
      <Total name="p95" to={list(ended)}>
        {latencyText(total.latency_p95_ns)}
      </Total>
      <Total name="p99" to={list(ended)}>
        {latencyText(total.latency_p99_ns)}
      </Total>
      <Total name="Tokens in" to={list("input_tokens IS NOT NULL")}>
        {tokensText(total.input_tokens)}
      </Total>
      <Total name="Tokens out" to={list("output_tokens IS NOT NULL")}>
        {tokensText(total.output_tokens)}
      </Total>
      <Total name="Cost" to={list("cost IS NOT NULL")}>
        {costText(total)}
      </Total>
    </dl>
  );
}

function Total({ name, to, note, children }: { name: string; to: string; note?: string; children: ReactNode }) {
  return (
    <div className={styles.total}>
      <dt>{name}</dt>
      <dd>
        <Link to={to} title="The traces that this is of">
          {children}
        </Link>
        {note && <span className={styles.note}>{note}</span>}
      </dd>
    </div>
  );
}
