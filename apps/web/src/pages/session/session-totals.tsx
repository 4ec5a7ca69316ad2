import type { SessionSummary } from "@spanloom/wire";
import { Link } from "react-router";
import { Fact } from "../../widgets/fact.tsx";
import { formatDurationNs } from "../../widgets/format/duration.ts";
import { formatCount, formatTokens, formatTotal } from "../../widgets/format/quantity.ts";
import { formatExact, unixMsOfNano } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { costOf, tokensOf } from "./session-facts.ts";
import styles from "./session-page.module.css";

/** What the turns add up to, in one line. */
export function SessionTotals({ session }: { session: SessionSummary }) {
  const [zone] = useTimeZone();
  const tokens = tokensOf(session);
  const cost = costOf(session);
  const filter = `session = '${session.session.replaceAll("'", "''")}'`;
  return (
    <dl className={styles.facts}>
      <Fact name="Turns">
        <Link to={`/traces?${new URLSearchParams({ q: filter })}`} title="The same as a list of traces">
          {formatTotal(session.trace_count, session.is_sum_of_newest)}
        </Link>
      </Fact>
      {session.failed_count > 0 && (
        <Fact name="Failed">
          <span className={styles.failed}>{formatCount(session.failed_count)}</span>
        </Fact>
      )}
      <Fact name="Time working">{formatDurationNs(session.busy_ns)}</Fact>
      {tokens !== undefined && <Fact name="Tokens">{formatTokens(tokens)}</Fact>}
      {cost !== undefined && <Fact name="Cost">{cost}</Fact>}
      {session.users.length > 0 && <Fact name="User">{session.users.join(", ")}</Fact>}
      <Fact name="From">{formatExact(unixMsOfNano(session.first_start_time_unix_nano), zone)}</Fact>
      <Fact name="To">{formatExact(unixMsOfNano(session.last_start_time_unix_nano), zone)}</Fact>
    </dl>
  );
}
