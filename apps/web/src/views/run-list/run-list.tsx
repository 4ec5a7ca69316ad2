import { type ReactNode, type RefObject, useMemo } from "react";
import { Swatch } from "../../widgets/chart/swatch.tsx";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { Icon } from "../../widgets/icon.tsx";
import type { TableColumn, TableSort } from "../../widgets/table/column.ts";
import type { TableSelection } from "../../widgets/table/selection.ts";
import { Table, type TableTree } from "../../widgets/table/table.tsx";
import { useNow } from "../../widgets/use-now.ts";
import { type RunColumnId, runColumn } from "./columns.ts";
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
  const { columns, marks, onToggle } = props;
  const [zone] = useTimeZone();
  const nowMs = useNow(10_000);
  const shown = useMemo(
    () =>
      columns.map((id): TableColumn<RunRow> => {
        const cell = (row: RunRow) => <RunCell id={id} row={row} nowMs={nowMs} zone={zone} />;
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
    [columns, nowMs, zone, marks],
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
      onHover={(row) => props.onHighlight(row?.kind === "run" ? row.key : undefined)}
      onNearEnd={props.onNearEnd}
      end={props.end}
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
