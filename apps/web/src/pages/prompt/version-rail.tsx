import { Link } from "react-router";
import type { RegisteredModel } from "../../data/messages.ts";
import type { PromptVersion } from "../../views/prompt/read-version.ts";
import { aliasesOf } from "../../views/registry/use-aliases.ts";
import { Button } from "../../widgets/button.tsx";
import { plainText } from "../../widgets/format/plain-text.ts";
import { formatExact, formatRelative } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";
import { useNow } from "../../widgets/use-now.ts";
import styles from "./version-rail.module.css";

interface VersionRailProps {
  readonly prompt: RegisteredModel;
  readonly versions: readonly PromptVersion[];
  readonly current: string | undefined;
  /** Undefined where all are there. */
  readonly onMore: (() => void) | undefined;
}

/** The versions, the newest first, each with its aliases, what it changed and when. */
export function VersionRail({ prompt, versions, current, onMore }: VersionRailProps) {
  const [search] = useAddressedQuery();
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const aliases = [...aliasesOf(prompt)];

  /** The same view of another version; it is not compared with itself. */
  function addressOf(number: string): string {
    const params = new URLSearchParams(search);
    params.set("v", number);
    if (params.get("with") === number) params.delete("with");
    return `?${params}`;
  }

  return (
    <nav className={styles.rail} aria-label="Versions">
      <ol>
        {versions.map(({ number, commitMessage, createdMs }) => (
          <li key={number}>
            <Link
              to={addressOf(number)}
              className={styles.version}
              {...(number === current && { "aria-current": "true" })}
            >
              <span className={styles.line}>
                <b>Version {number}</b>
                {createdMs && (
                  <time className={styles.when} title={formatExact(createdMs, zone)}>
                    {formatRelative(createdMs, nowMs, zone)}
                  </time>
                )}
              </span>
              {commitMessage && <span className={styles.message}>{plainText(commitMessage).slice(0, 300)}</span>}
              <span className={styles.names}>
                {aliases.map(([alias, version]) => version === number && <span key={alias}>@{alias}</span>)}
              </span>
            </Link>
          </li>
        ))}
      </ol>
      {onMore && <Button onClick={onMore}>Older versions</Button>}
    </nav>
  );
}
