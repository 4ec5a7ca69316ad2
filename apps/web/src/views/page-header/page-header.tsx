import { type ReactNode, useEffect } from "react";
import { Link } from "react-router";
import styles from "./page-header.module.css";

export interface Crumb {
  /** Undefined while a name is on its way: its place is kept, and no id stands there for a moment. */
  readonly label: string | undefined;
  /** Absent for the page itself, the last crumb. */
  readonly to?: string;
  /** Drawn in place of the label, such as a switcher. */
  readonly control?: ReactNode;
}

interface PageHeaderProps {
  readonly crumbs: readonly Crumb[];
  /** `PageTabs`, for a page that has some; a narrow window puts them on a line of their own. */
  readonly tabs?: ReactNode;
  /** At the right end: what concerns the whole page. */
  readonly children?: ReactNode;
}

/** The one header line of a page: where we are, its tabs and its tools. Sets the title of the browser's tab. */
export function PageHeader({ crumbs, tabs, children }: PageHeaderProps) {
  const title = crumbs.flatMap(({ label }) => label ?? []).join(" / ");
  useEffect(() => {
    document.title = title ? `${title} · Spanloom` : "Spanloom";
  }, [title]);
  return (
    <header className={styles.header} data-tabs={tabs ? "" : undefined}>
      <nav className={styles.crumbs} aria-label="Breadcrumb">
        <ol>
          {crumbs.map((crumb, index) => (
            // Not its label: what is edited in a crumb is its name, and a new one must not end the edit.
            <li
              key={crumb.to ?? (index === crumbs.length - 1 ? "here" : index)}
              {...(index === crumbs.length - 1 && { "aria-current": "page" })}
            >
              <CrumbView crumb={crumb} last={index === crumbs.length - 1} />
            </li>
          ))}
        </ol>
      </nav>
      {tabs && <div className={styles.tabs}>{tabs}</div>}
      {children && <div className={styles.tools}>{children}</div>}
    </header>
  );
}

function CrumbView({ crumb, last }: { crumb: Crumb; last: boolean }) {
  if (crumb.control) return crumb.control;
  const label = crumb.label ?? <span className={styles.unknown} role="img" aria-label="Loading the name" />;
  if (crumb.to) return <Link to={crumb.to}>{label}</Link>;
  return last ? <h1 title={crumb.label}>{label}</h1> : <span>{label}</span>;
}
