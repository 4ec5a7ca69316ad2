import { csvText } from "../format/csv.ts";
import { exactNumber } from "../format/number.ts";
import { saveFile } from "../save-file.ts";
import styles from "./chart.module.css";
import { type AxesPictureProps, valueText } from "./placed.ts";

/** A picture of several axes in numbers: a row for each thing, a column for each axis. */
export function AxesTable({ title, axes, all, heightPx }: AxesPictureProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.tableBox} style={{ height: heightPx }} tabIndex={0} aria-label={title}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            {axes.map(({ name }, at) => (
              <th key={at} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {all.map(({ id, label, values }) => (
            <tr key={id}>
              <th scope="row">{label}</th>
              {axes.map((axis, at) => (
                <td key={at} title={valueText(axis, values[at]!, exactNumber)}>
                  {valueText(axis, values[at]!)}
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
  const rows = all.map(({ id, label, values }) => [
    id,
    label,
    ...axes.map((axis, at) => valueText(axis, values[at]!, String)),
  ]);
  saveFile(
    `${title.replace(/[^\w.-]+/g, "-")}.csv`,
    csvText([["id", "name", ...axes.map(({ name }) => name)], ...rows]),
    "text/csv",
  );
}
