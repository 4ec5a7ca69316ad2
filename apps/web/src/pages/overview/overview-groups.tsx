import type { TraceGroup } from "@spanloom/wire";
import { Link } from "react-router";
import type { TimeRange } from "../../views/time-range/time-range.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { failedGroupFilter, groupFilter, tracesAddress } from "./overview-address.ts";
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

/** What a call of a tool does not have. */
const spent = ["Tokens in", "Tokens out", "Cost"];

/** The same numbers by model, user, name or a tag, a row for each value; of tools those of their calls. */
export function OverviewGroups({ groups, more, by, tags, onBy, experimentId, range }: OverviewGroupsProps) {
  const offered = by.startsWith("tags.") && !tags.includes(by.slice(5)) ? [by.slice(5), ...tags] : tags;
  const isTool = by === "tool";
  return (
    <section className={styles.groups} aria-labelledby="overview-by">
      <header className={styles.groupsHead}>
        <h2 id="overview-by">By</h2>
        <select aria-label="What to tell traces apart by" value={by} onChange={(event) => onBy(event.target.value)}>
          <option value="model">model</option>
          <option value="tool">tool</option>
          <option value="user">user</option>
          <option value="name">trace name</option>
          {offered.map((tag) => (
            <option key={tag} value={`tags.${tag}`}>
              tag {tag}
            </option>
          ))}
        </select>
        {by === "model" && <span className={styles.note}>A trace counts for each model that it called.</span>}
        {by === "tool" && <span className={styles.note}>Calls, each with its own failure and latency.</span>}
        {more && (
          <span className={styles.note}>
            The {groups.length} with the most {isTool ? "calls" : "traces"}.
          </span>
        )}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={styles.tableBox} tabIndex={0} aria-label="Numbers by group">
        <table className={styles.table}>
          <thead>
            <tr>
              {["Value", isTool ? "Calls" : "Traces", "Failed", "p50", "p95", "p99", ...(isTool ? [] : spent)].map(
                (head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {groups.map(
              ({ value, sums }) =>
                sums && (
                  <tr key={value === undefined ? "none" : `value ${value}`}>
                    <th scope="row" title={value}>
                      <Link to={tracesAddress(experimentId, range, groupFilter(by, value))}>{value ?? "none"}</Link>
                    </th>
                    <td>{formatCount(sums.trace_count)}</td>
                    <td>
                      {sums.failed_count === 0 ? (
                        "–"
                      ) : (
                        <Link
                          className={styles.failed ?? ""}
                          to={tracesAddress(experimentId, range, failedGroupFilter(by, value))}
                        >
                          {formatCount(sums.failed_count)} ({failedShare(sums)})
                        </Link>
                      )}
                    </td>
                    <td>{latencyText(sums.latency_p50_ns)}</td>
                    <td>{latencyText(sums.latency_p95_ns)}</td>
                    <td>{latencyText(sums.latency_p99_ns)}</td>
                    {!isTool && (
                      <>
                        <td>{tokensText(sums.input_tokens)}</td>
                        <td>{tokensText(sums.output_tokens)}</td>
                        <td>{costText(sums)}</td>
                      </>
                    )}
                  </tr>
                ),
            )}
            {groups.length === 0 && (
              <tr>
                <td className={styles.none} colSpan={isTool ? 6 : 9}>
                  No {isTool ? "tool was called" : "trace"} in this time
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </section>
    </section>
  );
}
