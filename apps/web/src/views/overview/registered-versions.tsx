import type { VersionLink } from "@spanloom/wire";
import { Link } from "react-router";
import styles from "./overview.module.css";
import { Relation } from "./relation.tsx";

/** Versions of registered models with their aliases, each to go to; nothing where there are none. */
export function RegisteredVersions({ title, versions }: { title: string; versions: readonly VersionLink[] }) {
  if (versions.length === 0) return null;
  return (
    <Relation title={title}>
      {versions.map(({ name, version, aliases }) => (
        <li key={`${name} ${version}`}>
          <Link to={`/models/${encodeURIComponent(name)}/versions/${version}`}>
            {name} {version}
          </Link>
          {aliases.map((alias) => (
            <span key={alias} className={styles.chip}>
              @{alias}
            </span>
          ))}
        </li>
      ))}
    </Relation>
  );
}
