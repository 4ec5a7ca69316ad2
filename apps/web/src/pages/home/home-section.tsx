import type { ReactNode } from "react";
import { Link } from "react-router";
import styles from "./home-page.module.css";

interface HomeSectionProps {
  readonly title: string;
  /** Address of the whole list. */
  readonly all?: string | undefined;
  /** Said where there are no lines. */
  readonly none: string;
  /** Undefined while they are on the way. */
  readonly lines: readonly Line[] | undefined;
}

export interface Line {
  readonly to: string;
  readonly label: string;
  /** What tells it from others of that label. */
  readonly detail?: string;
  /** Before the label. */
  readonly mark?: ReactNode;
  /** Where it belongs. */
  readonly within?: string | undefined;
  /** At the right end. */
  readonly end: ReactNode;
}

/** A few links under a title. */
export function HomeSection({ title, all, none, lines }: HomeSectionProps) {
  return (
    <section className={styles.section}>
      <header className={styles.head}>
        <h2>{title}</h2>
        {all && (
          <Link to={all} aria-label={`${title}: all`}>
            All
          </Link>
        )}
      </header>
      {lines?.length === 0 && <p className={styles.none}>{none}</p>}
      <ul>
        {lines?.map(({ to, label, detail, mark, within, end }) => (
          <li key={to}>
            <Link to={to} className={styles.line ?? ""}>
              {mark}
              <span className={styles.label} title={label}>
                {label}
              </span>
              <span className={styles.detail} title={detail}>
                {detail}
              </span>
              {within && <span className={styles.within}>{within}</span>}
              <span className={styles.end}>{end}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
