import { Link } from "react-router";
import { usePromptUse } from "../../data/prompts.ts";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { formatDurationNs } from "../../widgets/format/duration.ts";
import { formatNumber } from "../../widgets/format/number.ts";
import { formatCostUsd, formatCount, formatTokens } from "../../widgets/format/quantity.ts";
import styles from "./prompt-page.module.css";
import { usedAddress } from "./used-address.ts";

/** What the traces that used each version add up to, so that versions can be told apart by how well they did. */
export function UseTab({ name, current }: { name: string; current: string }) {
  const use = usePromptUse(name);
  if (use.error && !use.data) {
    return <LoadFailed what="use of the prompt" error={use.error} onRetry={() => void use.refetch()} />;
  }
  if (!use.data) return null;
  const { versions, is_of_newest: isOfNewest } = use.data;
  const names = [...new Set(versions.flatMap(({ feedback }) => feedback.map((one) => one.name)))].sort();
  return (
    <>
      {isOfNewest && <p className={styles.faint}>Of the newest 10,000 traces that used the prompt.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={styles.use} tabIndex={0} aria-label="Use by version">
        <table>
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Traces</th>
              <th scope="col">Failed</th>
              <th scope="col">Latency, median</th>
              <th scope="col">Latency, p95</th>
              <th scope="col">Tokens a trace</th>
              <th scope="col">Cost a trace</th>
              {names.map((each) => (
                <th key={each} scope="col">
                  {each}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {versions.map((of) => (
              <tr key={of.version} {...(of.version === current && { "aria-current": "true" })}>
                <th scope="row">
                  <Link to={`?${new URLSearchParams({ v: of.version, tab: "use" })}`}>{of.version}</Link>
                </th>
                <td>
                  {of.trace_count > 0 ? (
                    <Link to={usedAddress(name, of.version)}>{formatCount(of.trace_count)}</Link>
                  ) : (
                    "none"
                  )}
                </td>
                <td>{of.trace_count > 0 && formatCount(of.failed_count)}</td>
                <td>{of.latency_p50_ns !== undefined && formatDurationNs(of.latency_p50_ns)}</td>
                <td>{of.latency_p95_ns !== undefined && formatDurationNs(of.latency_p95_ns)}</td>
                <td>{of.tokens_per_trace !== undefined && formatTokens(of.tokens_per_trace)}</td>
                <td>{of.cost_usd_per_trace !== undefined && formatCostUsd(of.cost_usd_per_trace)}</td>
                {names.map((each) => {
                  const said = of.feedback.find((one) => one.name === each);
                  return (
                    <td key={each} title={said && `mean of ${formatCount(said.count)}`}>
                      {said && formatNumber(Number(said.mean.toPrecision(3)))}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
