import { type PromptTemplate, templatePieces } from "@spanloom/wire";
import { contentOf } from "./read-version.ts";
import styles from "./template-view.module.css";

/** A template with its line breaks, its variables as chips; a chat as its messages. All of it is text, markup too. */
export function TemplateView({ template, label }: { template: PromptTemplate; label: string }) {
  return (
    <section className={styles.template} aria-label={label}>
      {typeof template === "string" ? (
        <pre className={styles.text}>
          <Pieces text={template} />
        </pre>
      ) : (
        template.map((message, at) => (
          <article key={at} className={styles.message} data-role={message.role}>
            <h3 className={styles.role}>{message.role}</h3>
            <pre className={styles.text}>
              <Pieces text={contentOf(message)} />
            </pre>
          </article>
        ))
      )}
    </section>
  );
}

function Pieces({ text }: { text: string }) {
  let at = 0;
  return templatePieces(text).map((piece) => {
    const key = at;
    at += piece.text.length;
    if (piece.variable === undefined) return <span key={key}>{piece.text}</span>;
    return (
      <span key={key} className={styles.variable} title={piece.text}>
        {piece.variable}
      </span>
    );
  });
}
