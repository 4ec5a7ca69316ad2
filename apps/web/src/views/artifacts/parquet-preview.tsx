import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { readFilePart } from "../../data/artifacts.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { exactJson } from "../../widgets/json-view/json-text.ts";
import styles from "./artifacts.module.css";
import { DataTable } from "./data-table.tsx";
import type { PreviewProps } from "./preview.tsx";

const headRows = 1_000;

/** The first rows of a Parquet file. Only its footer and the row groups with those rows are read. */
export function ParquetPreview({ owner, path, sizeBytes }: PreviewProps) {
  const head = useQuery({
    queryKey: ["parquet-head", owner.kind, owner.id, path],
    queryFn: async ({ signal }) => {
      const { readParquetHead } = await import("./read-parquet.ts");
      const byteLength = sizeBytes ?? (await readFilePart(owner, path, 0, 1, signal)).sizeBytes;
      const slice = async (start: number, end: number) =>
        (await readFilePart(owner, path, start, end - start, signal)).bytes;
      return readParquetHead(byteLength, slice, headRows);
    },
    retry: false,
    throwOnError: false,
    staleTime: 60_000,
    gcTime: 60_000,
  });
  const rows = useMemo(() => head.data?.rows.map((cells) => cells.map(cellText)) ?? [], [head.data]);
  if (head.error) return <p className={styles.failed}>This file could not be read as Parquet: {head.error.message}</p>;
  if (!head.data) return null;
  const { names, rowCount } = head.data;
  return (
    <>
      <div className={styles.range} role="status">
        {rows.length < rowCount ? `The first ${formatCount(rows.length)} of ` : ""}
        {formatCount(rowCount)} rows, {formatCount(names.length)} columns
      </div>
      <DataTable label={path} names={names} rows={rows} />
    </>
  );
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return `${value.length} bytes`;
  return typeof value === "object" ? exactJson(value) : String(value);
}
