import type { Scorer } from "@spanloom/wire";
import type { ReactNode } from "react";
import { useScorers } from "../../data/evaluations.ts";
import { ListPlaceholder } from "../../views/load-failed/list-placeholder.tsx";
import { LoadFailed } from "../../views/load-failed/load-failed.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { formatExact, formatRelative } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { JsonView } from "../../widgets/json-view/json-view.tsx";
import { ListToolbar } from "../../widgets/list-toolbar.tsx";
import { useNow } from "../../widgets/use-now.ts";
import styles from "./evaluations-page.module.css";
import { readScorer } from "./read-scorer.ts";

/** Scorers that are registered in an experiment, with what they judge by. */
export function ScorersPart({ experimentId, switcher }: { experimentId: string; switcher: ReactNode }) {
  const scorers = useScorers(experimentId);
  return (
    <>
      <ListToolbar>{switcher}</ListToolbar>
      {scorers.isPending && <ListPlaceholder label="Loading scorers" />}
      {scorers.error && !scorers.data && (
        <LoadFailed what="scorers" error={scorers.error} onRetry={() => void scorers.refetch()} />
      )}
      {scorers.data?.length === 0 && (
        <EmptyState icon="review" title="No scorers are registered">
          <code>scorer.register(name=…, experiment_id=…)</code> in Python keeps one here, in versions. Scorers that are
          only passed to <code>mlflow.genai.evaluate(…)</code> show in its runs and among the assessments.
        </EmptyState>
      )}
      {(scorers.data?.length ?? 0) > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className={styles.scroller} aria-label="Scorers" tabIndex={0}>
          <div className={styles.scorers}>
            {scorers.data?.map((scorer) => (
              <ScorerCard key={scorer.scorer_name} scorer={scorer} />
            ))}
          </div>
        </section>
      )}
    </>
  );
}

function ScorerCard({ scorer }: { scorer: Scorer }) {
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const { scorer_name: name = "", scorer_version: version, serialized_scorer: text = "", creation_time: ms } = scorer;
  const { kind, instructions, model } = readScorer(text);
  return (
    <article className={styles.scorer} aria-label={name}>
      <header className={styles.scorerHead}>
        <h2>{name}</h2>
        <span>version {version}</span>
        {kind && <span>{kind}</span>}
        {model && <code>{model}</code>}
        {ms ? <time title={formatExact(ms, zone)}>{formatRelative(ms, nowMs, zone)}</time> : null}
      </header>
      {instructions && <p className={styles.instructions}>{instructions}</p>}
      <details>
        <summary>Definition</summary>
        <JsonView text={text} label={`Definition of ${name}`} />
      </details>
    </article>
  );
}
