import type { ReactNode } from "react";
import { formatExact, formatRelative, isDay } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import styles from "./overview.module.css";

/** Short facts, a line each; its children are `Fact`s. What is not known has no line. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={styles.facts}>{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** A time as it is said and as it is written; past a week, where both would name the day, only as it is written. */
export function Moment({ unixMs, nowMs }: { unixMs: number; nowMs: number }) {
  const [zone] = useTimeZone();
  const exact = formatExact(unixMs, zone);
  const written = exact.replace(/\.\d+/, "");
  return (
    <time dateTime={new Date(unixMs).toISOString()} title={exact}>
      {isDay(unixMs, nowMs) ? (
        written
      ) : (
        <>
          {formatRelative(unixMs, nowMs, zone)} <span className={styles.faint}>{written}</span>
        </>
      )}
    </time>
  );
}
