import { Button } from "../../widgets/button.tsx";
import { formatCount } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import { isShown, type MatrixRow, type RowFilter, rowFilters } from "./comparison.ts";
import type { EvaluationState } from "./evaluation-address.ts";
import styles from "./row-filters.module.css";

interface RowFiltersProps {
  readonly rows: readonly MatrixRow[];
  readonly shown: number;
  readonly isCompared: boolean;
  readonly filter: RowFilter | undefined;
  readonly only: EvaluationState["only"];
  readonly onFilter: (filter: RowFilter | undefined) => void;
  readonly onOnly: () => void;
}

const labels: Record<RowFilter, string> = {
  regressed: "Regressed",
  improved: "Improved",
  changed: "Changed",
  errors: "Errors",
  unpaired: "Only in one",
};

/** Which rows are shown, each choice with the number of rows that it leaves. */
export function RowFilters({ rows, shown, isCompared, filter, only, onFilter, onOnly }: RowFiltersProps) {
  const offered = rowFilters.filter((each) => isCompared || each === "errors");
  const counts = new Map(offered.map((each) => [each, rows.filter((row) => isShown(row, each)).length]));
  return (
    <fieldset className={styles.filters}>
      <legend className="unseen">Which rows are shown</legend>
      <Button on={!filter} aria-pressed={!filter} onClick={() => onFilter(undefined)}>
        All <span className={styles.count}>{formatCount(rows.length)}</span>
      </Button>
      {offered
        .filter((each) => each !== "unpaired" || (counts.get(each) ?? 0) > 0 || filter === each)
        .map((each) => (
          <Button
            key={each}
            on={filter === each}
            aria-pressed={filter === each}
            onClick={() => onFilter(filter === each ? undefined : each)}
          >
            {labels[each]} <span className={styles.count}>{formatCount(counts.get(each) ?? 0)}</span>
          </Button>
        ))}
      {only && (
        <Button on onClick={onOnly} aria-label={`Show rows with any ${only.score} again`}>
          {only.score} {binText(only.bin)}
          <Icon name="close" size={12} />
        </Button>
      )}
      <span className={styles.shown} role="status">
        {shown === rows.length ? "" : `${formatCount(shown)} of ${formatCount(rows.length)} rows`}
      </span>
    </fieldset>
  );
}

function binText(bin: string): string {
  if (bin.startsWith("=")) return `= ${bin.slice(1)}`;
  const [from, to] = bin.split("~");
  if (to === undefined) return `: ${bin}`;
  return from === to ? `= ${from}` : `from ${from} to ${to}`;
}
