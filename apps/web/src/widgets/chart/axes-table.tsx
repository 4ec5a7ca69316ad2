import { csvText } from "../format/csv.ts";
import { exactNumber, formatNumber } from "../format/number.ts";
import { saveFile } from "../save-file.ts";
import styles from "./chart.module.css";
import type { AxesPictureProps } from "./placed.ts";

/** A picture of several axes in numbers: a row for each thing, a column for each axis. */
export function AxesTable({ title, axes, all, heightPx }: AxesPictureProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.tableBox} style={{ height: heightPx }} tabIndex={0} aria-label={title}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            {axes.map((axis) => (
              <th key={axis} scope="col">
                {axis}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.map(({ id, label, values }) => (
            <tr key={id}>
              <th scope="row">{label}</th>
              {axes.map((axis, at) => (
                <td key={axis} title={exactNumber(values[at]!)}>
                  {formatNumber(values[at]!)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

export function saveAxesCsv({ title, axes, all }: AxesPictureProps): void {
  const rows = all.map(({ id, label, values }) => [id, label, ...values.map(String)]);
  saveFile(`${title.replace(/[^\w.-]+/g, "-")}.csv`, csvText([["id", "name", ...axes], ...rows]), "text/csv");
}
