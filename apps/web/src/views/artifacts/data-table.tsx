import { useMemo, useRef } from "react";
import type { TableColumn } from "../../widgets/table/column.ts";
import { Table } from "../../widgets/table/table.tsx";
import styles from "./artifacts.module.css";

interface DataTableProps {
  readonly label: string;
  readonly names: readonly string[];
  /** For each row the texts of its cells. */
  readonly rows: readonly (readonly string[])[];
}

interface DataRow {
  readonly at: number;
  readonly cells: readonly string[];
}

const widestPx = 320;
const narrowestPx = 64;
const pxOfLetter = 7.2;
/** Columns are made as wide as the first rows need. */
const measuredRows = 50;
const longestCell = 400;

/** A table out of a file. Columns of numbers are set to the right. */
export function DataTable({ label, names, rows }: DataTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const data = useMemo(() => rows.map((cells, at): DataRow => ({ at, cells })), [rows]);
  const columns = useMemo(() => {
    const sample = rows.slice(0, measuredRows);
    return names.map((name, at): TableColumn<DataRow> => {
      const texts = sample.map((cells) => cells[at] ?? "");
      const longest = Math.max(name.length, ...texts.map((text) => text.length));
      const numeric = texts.length > 0 && texts.every((text) => text === "" || /^-?[\d.]+(e[+-]?\d+)?$/i.test(text));
      return {
        id: String(at),
        label: name || `Column ${at + 1}`,
        width: Math.round(Math.min(widestPx, Math.max(narrowestPx, longest * pxOfLetter + 20))),
        ...(numeric && { align: "end" as const }),
        cell: ({ cells }) => {
          const text = cells[at] ?? "";
          return (
            <span className={styles.cell} title={text.length > 30 ? text.slice(0, longestCell) : undefined}>
              {text.slice(0, longestCell)}
            </span>
          );
        },
      };
    });
  }, [names, rows]);
  return (
    <div className={styles.data}>
      <Table
        ref={scroller}
        label={label}
        name="artifact-data"
        rows={data}
        keyOf={rowKey}
        nameOf={rowName}
        total={data.length}
        columns={columns}
      />
    </div>
  );
}

const rowKey = ({ at }: DataRow): string => String(at);
const rowName = ({ at }: DataRow): string => `row ${at + 1}`;
