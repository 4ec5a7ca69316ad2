import type { RetrievedDocument } from "@spanloom/conventions";
import { JsonValueView } from "../../widgets/json-view/json-view.tsx";
import { TextView } from "../messages/text-view.tsx";
import styles from "./documents-tab.module.css";
import details from "./span-details.module.css";

/** What was retrieved, in the order given, with the scores as bars on one common scale. */
export function DocumentsTab({
  query,
  documents,
}: {
  query: string | undefined;
  documents: readonly RetrievedDocument[];
}) {
  const scores = documents.flatMap(({ score }) => (score === undefined ? [] : [score]));
  const highest = Math.max(...scores, 1e-9);
  const lowest = Math.min(...scores, 0);
  return (
    <div className={details.panel}>
      {query !== undefined && (
        <section className={details.part}>
          <h3>Query</h3>
          <TextView text={query} mode="markdown" />
        </section>
      )}
      <ol className={styles.documents}>
        {documents.map((document, at) => (
          <li key={at} className={styles.document}>
            <header>
              <span className={styles.place}>{at + 1}</span>
              <strong>{document.id ?? ""}</strong>
              {document.score !== undefined && (
                <span className={styles.score} title={`score ${document.score}`}>
                  <meter min={lowest} max={highest} value={document.score} aria-label="Score" />
                  {Number(document.score.toPrecision(4))}
                </span>
              )}
            </header>
            {document.content !== undefined && <TextView text={document.content} mode="markdown" />}
            {hasContent(document.metadata) && (
              <details className={details.fold}>
                <summary>Metadata</summary>
                <JsonValueView value={document.metadata} label={`Metadata of document ${at + 1}`} />
              </details>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}

function hasContent(value: unknown): boolean {
  return value !== undefined && value !== null && (typeof value !== "object" || Object.keys(value).length > 0);
}
