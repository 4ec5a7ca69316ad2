import { type ReactNode, type RefObject, useMemo } from "react";
import type { TraceSummary } from "../../data/messages.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import type { TableColumn, TableSort } from "../../widgets/table/column.ts";
import type { TableSelection } from "../../widgets/table/selection.ts";
import { Table } from "../../widgets/table/table.tsx";
import { useNow } from "../../widgets/use-now.ts";
import { Cell, keyedText } from "./cell.tsx";
import { type ColumnId, columnOf, isKeyed } from "./columns.ts";
import { durationScale } from "./duration-scale.ts";
import { newestFirst } from "./sort.ts";
import { TraceCard } from "./trace-card.tsx";
import { useTracePrefetch } from "./use-trace-prefetch.ts";

interface TraceListProps {
  /** The element that scrolls. */
  readonly ref: RefObject<HTMLDivElement | null>;
  readonly traces: readonly TraceSummary[];
  /** Exact number of rows where it is known, for screen readers. */
  readonly total: number | undefined;
  /** Rows to point out, because they have just come. */
  readonly arrived: ReadonlySet<string>;
  readonly columns: readonly ColumnId[];
  readonly onColumns: (columns: readonly ColumnId[]) => void;
  readonly sort: TableSort;
  readonly onSort: (sort: TableSort) => void;
  readonly experimentName: (experimentId: string) => string;
  readonly onOpen: (trace: TraceSummary, newTab: boolean) => void;
  readonly selection: TableSelection;
  /** Called when the end of what is loaded comes near. */
  readonly onNearEnd: () => void;
  readonly onAtTop: (atTop: boolean) => void;
  /** Behind the last row: loading, the end, or an error. */
  readonly end: ReactNode;
}

const cardPx = 54;
const keyOf = (trace: TraceSummary) => trace.trace_id;

/** The rows of a trace list. */
export function TraceList(props: TraceListProps) {
  const { traces, columns, sort, experimentName } = props;
  const [zone] = useTimeZone();
  const tickMs = useNow(5_000);
  // A row that came since the last tick is not from the future.
  const nowMs = useMemo(() => (traces ? Math.max(tickMs, Date.now()) : tickMs), [tickMs, traces]);
  const prefetch = useTracePrefetch();
  const scale = useMemo(() => durationScale(traces), [traces]);
  const shown = useMemo(
    () =>
      columns.map(columnOf).map((column): TableColumn<TraceSummary> => {
        const { sort: field, ...rest } = column;
        const cell = (trace: TraceSummary) => <Cell {...{ column, trace, nowMs, zone, scale, experimentName }} />;
        return {
          ...rest,
          ...(isOfNumbers(column.id, traces) && { align: "end" }),
          ...(field && { sortFirst: field === "name" ? "smallest" : "largest" }),
          cell,
        };
      }),
    [columns, traces, nowMs, zone, scale, experimentName],
  );
  const card = useMemo(
    () => ({ heightPx: cardPx, draw: (trace: TraceSummary) => <TraceCard {...{ trace, nowMs, zone }} /> }),
    [nowMs, zone],
  );
  const sorted = columns.map(columnOf).find((column) => column.sort === sort.column);

  function onSort(next: TableSort | undefined) {
    const field = next && columns.map(columnOf).find(({ id }) => id === next.column)?.sort;
    props.onSort(next && field ? { column: field, descending: next.descending } : newestFirst);
  }

  return (
    <Table
      ref={props.ref}
      label="Traces"
      name="traces"
      rows={traces}
      keyOf={keyOf}
      nameOf={keyOf}
      total={props.total}
      columns={shown}
      onColumns={(ids) => props.onColumns(ids as ColumnId[])}
      sort={sorted && { column: sorted.id, descending: sort.descending }}
      onSort={onSort}
      onOpen={props.onOpen}
      onHover={prefetch}
      selection={props.selection}
      card={card}
      arrived={props.arrived}
      onNearEnd={props.onNearEnd}
      onAtTop={props.onAtTop}
      end={props.end}
    />
  );
}

/** Whether a key, such as that of a scorer, has nothing but numbers in the rows that are there. */
function isOfNumbers(id: ColumnId, traces: readonly TraceSummary[]): boolean {
  if (!isKeyed(id)) return false;
  const texts = traces.map((trace) => keyedText(id, trace)).filter((text) => text.trim() !== "");
  return texts.length > 0 && texts.every((text) => Number.isFinite(Number(text)));
}
