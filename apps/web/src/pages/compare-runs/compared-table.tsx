import { Link } from "react-router";
import type { ChartedRun } from "../../views/metric-charts/charted-run.ts";
import { Button } from "../../widgets/button.tsx";
import { Swatch } from "../../widgets/chart/swatch.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { runAddress } from "../run/run-tabs.ts";
import styles from "./compare-runs.module.css";
import type { ComparedRow } from "./comparison.ts";

interface ComparedTableProps {
  readonly title: string;
  readonly rows: readonly ComparedRow[];
  readonly runs: readonly ChartedRun[];
  /** Rows that are the same in all runs, too. */
  readonly all: boolean;
  readonly numeric?: boolean;
  readonly highlighted: string | undefined;
  readonly onHighlight: (runId: string | undefined) => void;
  /** Takes a run out of the comparison. */
  readonly onLeaveOut?: (runId: string) => void;
}

/** Keys down, runs across. */
export function ComparedTable({ title, rows, runs, all, numeric, ...props }: ComparedTableProps) {
  if (rows.length === 0) return null;
  const shown = all ? rows : rows.filter(({ differs }) => differs);
  const hidden = rows.length - shown.length;
  return (
    <section aria-label={title}>
      <h2 className={styles.heading}>
        {title}
        {hidden > 0 && <span className={styles.note}>{hidden} the same in all</span>}
      </h2>
      {shown.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className={styles.wide} tabIndex={0} aria-label={`${title} of the runs`}>
          <table className={styles.table}>
            <thead>
              <tr>
                <td />
                {runs.map(({ runId, name, colour }) => (
                  <th
                    key={runId}
                    scope="col"
                    data-on={runId === props.highlighted || undefined}
                    onPointerEnter={() => props.onHighlight(runId)}
                    onPointerLeave={() => props.onHighlight(undefined)}
                  >
                    <span className={styles.runName}>
                      <Swatch colour={colour} />
                      <Link to={runAddress(runId)} title={name}>
                        {name}
                      </Link>
                      {props.onLeaveOut && runs.length > 1 && (
                        <Button
                          look="plain"
                          className={styles.leaveOut}
                          aria-label={`Leave out ${name}`}
                          onClick={() => props.onLeaveOut?.(runId)}
                        >
                          <Icon name="close" size={12} />
                        </Button>
                      )}
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map(({ key, values, differs }) => (
                <tr key={key} data-differs={differs || undefined}>
                  <th scope="row" title={key}>
                    {key}
                  </th>
                  {values.map((value, at) => (
                    <td
                      key={runs[at]!.runId}
                      data-on={runs[at]!.runId === props.highlighted || undefined}
                      data-numeric={numeric || undefined}
                      title={value}
                    >
                      {value ?? <span className={styles.none}>–</span>}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
