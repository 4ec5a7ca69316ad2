import { type ReactNode, useEffect } from "react";
import { Link } from "react-router";
import styles from "./page-header.module.css";

export interface Crumb {
  readonly label: string;
  /** Absent for the page itself, the last crumb. */
  readonly to?: string;
  /** Drawn in place of the label, such as a switcher. */
  readonly control?: ReactNode;
}

/** The one header line of a page: where we are, and at the right what concerns the whole page. Sets the tab's title. */
export function PageHeader({ crumbs, children }: { crumbs: readonly Crumb[]; children?: ReactNode }) {
  const title = crumbs.map((crumb) => crumb.label).join(" / ");
  useEffect(() => {
    document.title = `${title} · Spanloom`;
  }, [title]);
  return (
    <header className={styles.header}>
      <nav className={styles.crumbs} aria-label="Breadcrumb">
        <ol>
          {crumbs.map((crumb, index) => (
            <li key={`${crumb.to} ${crumb.label}`} {...(index === crumbs.length - 1 && { "aria-current": "page" })}>
              <CrumbView crumb={crumb} last={index === crumbs.length - 1} />
            </li>
          ))}
        </ol>
      </nav>
      {children && <div className={styles.tools}>{children}</div>}
    </header>
  );
}

function CrumbView({ crumb, last }: { crumb: Crumb; last: boolean }) {
  if (crumb.control) return crumb.control;
  if (crumb.to) return <Link to={crumb.to}>{crumb.label}</Link>;
  return last ? <h1 title={crumb.label}>{crumb.label}</h1> : <span>{crumb.label}</span>;
}
