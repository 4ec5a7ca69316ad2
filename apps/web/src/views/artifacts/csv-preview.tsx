import { useMemo } from "react";
import { formatCount } from "../../widgets/format/quantity.ts";
import styles from "./artifacts.module.css";
import { DataTable } from "./data-table.tsx";
import { parseCsv } from "./parse-csv.ts";
import type { PreviewProps } from "./preview.tsx";
import { usePart } from "./use-part.ts";

const headBytes = 2 * 1024 * 1024;
const mostRows = 5_000;

/** The head of a table in text, its first line as the names of the columns. */
export function CsvPreview({ owner, path }: PreviewProps) {
  const part = usePart(owner, path, 0, headBytes);
  const { text, data } = part;
  const isWhole = data ? data.bytes.length >= data.sizeBytes : false;
  const { names, rows, isAll } = useMemo(() => {
    const separator = /\.tsv$/i.test(path) ? "\t" : separatorOf(text);
    const parsed = parseCsv(text, separator, mostRows + 2);
    // The last row of a part is torn.
    const [names, ...rows] = isWhole ? parsed : parsed.slice(0, -1);
    return { names, rows: rows.slice(0, mostRows), isAll: isWhole && rows.length <= mostRows };
  }, [text, path, isWhole]);
  if (part.error) return <p className={styles.failed}>{part.error.message}</p>;
  if (!data) return null;
  if (!names) return <p className={styles.choose}>This table is empty.</p>;
  return (
    <>
      <div className={styles.range} role="status">
        {isAll ? "" : "The first "}
        {formatCount(rows.length)} rows, {formatCount(names.length)} columns
      </div>
      <DataTable label={path} names={names} rows={rows} />
    </>
  );
}

/** What stands most often in the first line, as European spreadsheets use the semicolon. */
function separatorOf(text: string): string {
  const line = text.slice(0, text.search(/[\r\n]|$/));
  const counts = [",", ";", "\t", "|"].map((separator) => ({ separator, count: line.split(separator).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).separator;
}
