import type { TraceGroup } from "@spanloom/wire";
import { Link } from "react-router";
import type { TimeRange } from "../../views/time-range/time-range.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { failedFilter, groupFilter, tracesAddress } from "./overview-address.ts";
import styles from "./overview-page.module.css";
import { costText, failedShare, latencyText, tokensText } from "./sums-text.ts";

interface OverviewGroupsProps {
  readonly groups: readonly TraceGroup[];
  readonly more: boolean;
  readonly by: string;
  /** Tags that occur. */
  readonly tags: readonly string[];
  readonly onBy: (by: string) => void;
  readonly experimentId: string;
  readonly range: TimeRange;
}

/** The same numbers by model, by name or by a tag, a row for each value. */
export function OverviewGroups({ groups, more, by, tags, onBy, experimentId, range }: OverviewGroupsProps) {
  const offered = by.startsWith("tags.") && !tags.includes(by.slice(5)) ? [by.slice(5), ...tags] : tags;
  return (
    <section className={styles.groups} aria-labelledby="overview-by">
      <header className={styles.groupsHead}>
        <h2 id="overview-by">By</h2>
        <select aria-label="What to tell traces apart by" value={by} onChange={(event) => onBy(event.target.value)}>
          <option value="model">model</option>
          <option value="name">trace name</option>
          {offered.map((tag) => (
            <option key={tag} value={`tags.${tag}`}>
              tag {tag}
            </option>
          ))}
        </select>
        {by === "model" && <span className={styles.note}>A trace counts for each model that it called.</span>}
        {more && <span className={styles.note}>The {groups.length} with the most traces.</span>}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={styles.tableBox} tabIndex={0} aria-label="Numbers by group">
        <table className={styles.table}>
          <thead>
            <tr>
              {["Value", "Traces", "Failed", "p50", "p95", "p99", "Tokens in", "Tokens out", "Cost"].map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map(({ value, sums }) => {
              const filter = groupFilter(by, value);
              return (
                sums && (
                  <tr key={value === undefined ? "none" : `value ${value}`}>
                    <th scope="row" title={value}>
                      <Link to={tracesAddress(experimentId, range, filter)}>{value ?? "none"}</Link>
                    </th>
                    <td>{formatCount(sums.trace_count)}</td>
                    <td>
                      {sums.failed_count === 0 ? (
                        "–"
                      ) : (
                        <Link
                          className={styles.failed ?? ""}
                          to={tracesAddress(experimentId, range, `${filter} AND ${failedFilter}`)}
                        >
                          {formatCount(sums.failed_count)} ({failedShare(sums)})
                        </Link>
                      )}
                    </td>
                    <td>{latencyText(sums.latency_p50_ns)}</td>
                    <td>{latencyText(sums.latency_p95_ns)}</td>
                    <td>{latencyText(sums.latency_p99_ns)}</td>
                    <td>{tokensText(sums.input_tokens)}</td>
                    <td>{tokensText(sums.output_tokens)}</td>
                    <td>{costText(sums)}</td>
                  </tr>
                )
              );
            })}
          </tbody>
        </table>
      </section>
    </section>
  );
}
