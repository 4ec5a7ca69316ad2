import { Link } from "react-router";
import { Nothing } from "../../widgets/table/cells.tsx";
import styles from "./registry-cells.module.css";

/** Aliases as chips, with the version of each where it is known. */
export function AliasesCell({ of }: { of: readonly { alias?: string; version?: string }[] }) {
  if (of.length === 0) return <Nothing />;
  const texts = of.map(({ alias, version }) => (version ? `@${alias} ${version}` : `@${alias}`));
  return (
    <span className={styles.aliases} title={texts.join("\n")}>
      {texts.map((text) => (
        <span key={text} className={styles.alias}>
          {text}
        </span>
      ))}
    </span>
  );
}

/** Leads to a version by its number. */
export function VersionCell({ to, version }: { to: string; version: string }) {
  return (
    <Link to={to} tabIndex={-1} className={styles.link ?? ""}>
      {version}
    </Link>
  );
}

/** The beginning of an id, which leads to what it names. */
export function IdCell({ to, id }: { to: string; id: string }) {
  return (
    <Link to={to} tabIndex={-1} title={id} className={styles.link ?? ""}>
      <code>{id.slice(0, 10)}</code>
    </Link>
  );
}
