import { exactNumber, formatNumber } from "../format/number.ts";
import { formatCount } from "../format/quantity.ts";
import styles from "./chart.module.css";
import type { ChartSeries } from "./series.ts";
import { factsOf } from "./summary.ts";

/** A chart in numbers: a row a line. */
export function SeriesTable(props: { title: string; series: readonly ChartSeries[]; heightPx: number }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.tableBox} style={{ height: props.heightPx }} tabIndex={0} aria-label={props.title}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">First</th>
            <th scope="col">Last</th>
            <th scope="col">Lowest</th>
            <th scope="col">Highest</th>
            <th scope="col">Points</th>
            <th scope="col">NaN, ∞</th>
          </tr>
        </thead>
        <tbody>
          {props.series.map((series) => {
            const { first, last, lowest, highest, points, notFinite } = factsOf(series);
            return (
              <tr key={series.id}>
                <th scope="row">{series.label}</th>
                <NumberCell value={first} />
                <NumberCell value={last} />
                <NumberCell value={lowest} />
                <NumberCell value={highest} />
                <td>{formatCount(points)}</td>
                <td>{formatCount(notFinite)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function NumberCell({ value }: { value: number | undefined }) {
  return (
    <td title={value === undefined ? undefined : exactNumber(value)}>
      {value === undefined ? "–" : formatNumber(value)}
    </td>
  );
}
