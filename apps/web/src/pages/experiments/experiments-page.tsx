import { useState } from "react";
import { Link } from "react-router";
import { useExperiments } from "../../data/experiments.ts";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { PageHeader } from "../../views/page-header/page-header.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { formatExact, formatRelative } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { useNow } from "../../widgets/use-now.ts";
import styles from "./experiments-page.module.css";

/** `/experiments`: every experiment, with the way to its traces. */
export function Component() {
  const experiments = useExperiments();
  const [text, setText] = useState("");
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const shown = experiments.data?.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  return (
    <>
      <PageHeader crumbs={[{ label: "Experiments" }]} />
      <div className={styles.page}>
        {experiments.data && (
          <input
            className={styles.search}
            type="search"
            aria-label="Find an experiment"
            placeholder="Find an experiment"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        {experiments.error && !experiments.data && (
          <LoadFailed what="experiments" error={experiments.error} onRetry={() => void experiments.refetch()} />
        )}
        {shown && shown.length > 0 && (
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col" className={styles.wide}>
                  Id
                </th>
                <th scope="col">Created</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((experiment) => (
                <tr key={experiment.experiment_id}>
                  <td>
                    <Link to={`/experiments/${encodeURIComponent(experiment.experiment_id)}/traces`}>
                      {experiment.name || experiment.experiment_id}
                    </Link>
                  </td>
                  <td className={styles.wide}>
                    <code>{experiment.experiment_id}</code>
                  </td>
                  <td>
                    {experiment.creation_time ? (
                      <time title={formatExact(experiment.creation_time, zone)}>
                        {formatRelative(experiment.creation_time, nowMs, zone)}
                      </time>
                    ) : (
                      "–"
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {shown?.length === 0 && (
          <EmptyState icon="experiments" title={text ? `No experiment is called “${text}”` : "No experiments yet"}>
            {!text && "The first trace that arrives makes one."}
          </EmptyState>
        )}
      </div>
    </>
  );
}
