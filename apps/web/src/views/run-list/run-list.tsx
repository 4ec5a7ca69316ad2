import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, type RefObject, useMemo } from "react";
import { runQuery } from "../../data/run.ts";
import { Swatch } from "../../widgets/chart/swatch.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Icon } from "../../widgets/icon.tsx";
import { MenuChoice } from "../../widgets/menu.tsx";
import type { TableColumn, TableSort } from "../../widgets/table/column.ts";
import type { TableSelection } from "../../widgets/table/selection.ts";
import { Table, type TableTree } from "../../widgets/table/table.tsx";
import { useNow } from "../../widgets/use-now.ts";
import { useRested } from "../../widgets/use-rested.ts";
import { type RunColumnId, runColumn } from "./columns.ts";
import { type Better, betterByName, metricScales } from "./metric-scale.ts";
import { RunCard } from "./run-card.tsx";
import { groupLabel, RunCell } from "./run-cell.tsx";
import styles from "./run-list.module.css";
import type { RunRow } from "./run-rows.ts";

/** How charts beside the table draw its runs. */
export interface ChartMarks {
  /** The colour of each run that is drawn, or would be if it were not hidden. */
  readonly colours: ReadonlyMap<string, number>;
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (runId: string) => void;
}

interface RunListProps {
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly rows: readonly RunRow[];
  readonly total: number | undefined;
  readonly columns: readonly RunColumnId[];
  readonly onColumns: (columns: RunColumnId[]) => void;
  /** The reader's choices of which end of a metric is the good one. */
  readonly best: ReadonlyMap<string, Better>;
  readonly onBest: (best: ReadonlyMap<string, Better>) => void;
  readonly sort: TableSort | undefined;
  readonly onSort: (sort: TableSort | undefined) => void;
  readonly selection: TableSelection;
  readonly onToggle: (row: RunRow) => void;
  readonly onOpen: (row: RunRow, newTab: boolean) => void;
  /** Absent while there are no charts. */
  readonly marks: ChartMarks | undefined;
  readonly highlighted: string | undefined;
  readonly onHighlight: (runId: string | undefined) => void;
  readonly onNearEnd: () => void;
  readonly end: ReactNode;
}

const keyOf = (row: RunRow) => row.key;
const pinnedAtFirst = ["status", "name"];
const cardPx = 54;

function nameOf(row: RunRow): string {
  if (row.kind === "run") return row.run.info.run_name || row.run.info.run_id;
  return row.kind === "group" ? groupLabel(row.group, row.by) : row.text;
}

/** The table of runs: flat, as a tree of nested runs, or in groups. */
export function RunList(props: RunListProps) {
  const { rows, columns, marks, onToggle, best, onBest } = props;
  const [zone] = useTimeZone();
  const nowMs = useNow(10_000);
  const queries = useQueryClient();
  const prefetch = useRested((runId: string) => void queries.prefetchQuery(runQuery(runId)));
  const scales = useMemo(() => metricScales(rows, columns, best), [rows, columns, best]);
  const shown = useMemo(
    () =>
      columns.map((id): TableColumn<RunRow> => {
        const scale = scales.get(id);
        const cell = (row: RunRow) => <RunCell id={id} row={row} nowMs={nowMs} zone={zone} scale={scale} />;
        if (id.startsWith("metrics.")) {
          const menu = <BestMenu metric={id.slice("metrics.".length)} best={best} onBest={onBest} />;
          return { ...runColumn(id), cell, menu };
        }
        if (id !== "name" || !marks) return { ...runColumn(id), cell };
        return {
          ...runColumn(id),
          cell: (row) => (
            <>
              <Mark row={row} marks={marks} />
              {cell(row)}
            </>
          ),
        };
      }),
    [columns, scales, best, onBest, nowMs, zone, marks],
  );
  const card = useMemo(
    () => ({ heightPx: cardPx, draw: (row: RunRow) => <RunCard row={row} nowMs={nowMs} zone={zone} /> }),
    [nowMs, zone],
  );
  const isTree = props.rows.some(({ isOpen }) => isOpen !== undefined);
  const tree = useMemo(
    (): TableTree<RunRow> => ({
      column: "name",
      levelOf: ({ level }) => level,
      isOpen: ({ isOpen }) => isOpen,
      onToggle,
    }),
    [onToggle],
  );
  return (
    <Table
      ref={props.ref}
      label="Runs"
      name="runs"
      rows={props.rows}
      keyOf={keyOf}
      nameOf={nameOf}
      total={props.total}
      columns={shown}
      onColumns={(ids) => props.onColumns(ids as RunColumnId[])}
      pinnedAtFirst={pinnedAtFirst}
      sort={props.sort}
      onSort={props.onSort}
      onOpen={props.onOpen}
      selection={props.selection}
      {...(isTree && { tree })}
      card={card}
      highlighted={props.highlighted}
      onHover={(row) => {
        const runId = row?.kind === "run" ? row.key : undefined;
        props.onHighlight(runId);
        prefetch(runId);
      }}
      onNearEnd={props.onNearEnd}
      end={props.end}
    />
  );
}

/** Chooses which end of a metric is marked as the best. */
function BestMenu({ metric, best, onBest }: { metric: string } & Pick<RunListProps, "best" | "onBest">) {
  return (
    <MenuChoice
      label="The best value"
      value={best.get(metric) ?? betterByName(metric)}
      options={[
        { value: "lowest", label: "Lowest is best" },
        { value: "highest", label: "Highest is best" },
      ]}
      onValue={(better) => {
        const next = new Map(best);
        if (better === betterByName(metric)) next.delete(metric);
        else next.set(metric, better);
        onBest(next);
      }}
    />
  );
}

/** The line's colour of a run that the charts draw, and the switch that hides it there. */
function Mark({ row, marks }: { row: RunRow; marks: ChartMarks }) {
  const colour = marks.colours.get(row.key);
  if (colour === undefined) return null;
  const isHidden = marks.hidden.has(row.key);
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.swatch}
      aria-pressed={!isHidden}
      aria-label={`Draw ${nameOf(row)} in the charts`}
      onClick={() => marks.onToggle(row.key)}
    >
      {isHidden ? <Icon name="hide" size={14} /> : <Swatch colour={colour} />}
    </button>
  );
}
