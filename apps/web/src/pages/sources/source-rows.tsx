import type { IngestFault, IngestSource } from "@spanloom/wire";
import { faultCount, lastLoss, sentAs, sourceDetails, sourceName } from "../../views/ingest-source/source-text.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { formatExact, formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { Icon } from "../../widgets/icon.tsx";
import { MiniBars } from "../../widgets/mini-bars.tsx";
import styles from "./sources-page.module.css";

interface SourceRowsProps {
  readonly source: IngestSource;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly nowMs: number;
  readonly zone: TimeZone;
}

const columns = 10;

/** A source, and below it while it is open what was said of what it sent. */
export function SourceRows({ source, isOpen, onToggle, nowMs, zone }: SourceRowsProps) {
  const { faults } = source;
  const name = sourceName(source);
  const details = sourceDetails(source);
  const loss = lastLoss(source);
  return (
    <tbody>
      <tr>
        <th scope="row">
          <button
            type="button"
            className={styles.name}
            aria-expanded={faults.length > 0 ? isOpen : undefined}
            disabled={faults.length === 0}
            onClick={onToggle}
          >
            <span className={styles.twist} data-none={faults.length === 0 || undefined}>
              <Icon name={isOpen ? "chevronDown" : "chevronRight"} size={12} />
            </span>
            <span className={styles.who}>
              {name}
              {details && <span className={styles.details}>{details}</span>}
              {loss && !isOpen && <span className={styles.loss}>{loss.last_sentence}</span>}
            </span>
          </button>
        </th>
        <td className={styles.text}>{sentAs(source)}</td>
        <td>
          <time title={formatExact(source.last_ms, zone)}>{formatRelative(source.last_ms, nowMs, zone)}</time>
        </td>
        <td>{formatCount(source.received)}</td>
        <td>{formatCount(source.stored)}</td>
        <Count value={source.resent} />
        <Count value={source.changed} />
        <Count value={source.rejected} isLoss />
        <Count value={source.refused_requests} isLoss />
        <td className={styles.bars}>
          <MiniBars bars={barsOf(source)} />
        </td>
      </tr>
      {isOpen && faults.length > 0 && (
        <tr>
          <td colSpan={columns} className={styles.faults}>
            <ul aria-label={`What was said of what ${name} sent`}>
              {faults.map((fault) => (
                <li key={`${fault.outcome} ${fault.status} ${fault.sentence}`}>
                  <Fault fault={fault} nowMs={nowMs} zone={zone} />
                </li>
              ))}
            </ul>
          </td>
        </tr>
      )}
    </tbody>
  );
}

function Count({ value, isLoss = false }: { value: number; isLoss?: boolean }) {
  return <td data-loss={(isLoss && value > 0) || undefined}>{value === 0 ? "–" : formatCount(value)}</td>;
}

function Fault({ fault, nowMs, zone }: { fault: IngestFault } & Pick<SourceRowsProps, "nowMs" | "zone">) {
  const { outcome, count, sentence, last_sentence: last, first_ms, last_ms } = fault;
  return (
    <>
      <span className={styles.outcome} data-outcome={outcome}>
        {faultCount(fault, formatCount(count))}
      </span>
      <span className={styles.sentence}>
        {last}
        {sentence !== last && <span className={styles.details}>at first: {sentence}</span>}
      </span>
      <span className={styles.when} title={`First ${formatExact(first_ms, zone)}, last ${formatExact(last_ms, zone)}`}>
        {formatRelative(last_ms, nowMs, zone)}
      </span>
    </>
  );
}

/** Refused requests have no number of spans; one is drawn as one. */
function barsOf(source: IngestSource) {
  return source.stored_by_bucket.map((good, at) => ({
    good,
    bad: (source.rejected_by_bucket[at] ?? 0) + (source.refused_requests_by_bucket[at] ?? 0),
  }));
}
