import { useMemo } from "react";
import { CodeText } from "../../widgets/code/code-text.tsx";
import { JsonView } from "../../widgets/json-view/json-view.tsx";
import { LongText } from "../../widgets/long-text.tsx";
import { Markdown } from "../../widgets/markdown/markdown.tsx";
import styles from "./artifacts.module.css";
import { type NotebookOutput, readNotebook } from "./notebook.ts";
import type { PreviewProps } from "./preview.tsx";
import { TextPreview } from "./text-preview.tsx";
import { usePart } from "./use-part.ts";

const wholeBytes = 30 * 1024 * 1024;

/** A notebook as its cells and their outputs; what is too long or none is shown as text. */
export function NotebookPreview(props: PreviewProps) {
  const { owner, path } = props;
  const isLong = (props.sizeBytes ?? 0) > wholeBytes;
  const part = usePart(owner, path, 0, wholeBytes, !isLong);
  const notebook = useMemo(() => (part.text ? readNotebook(part.text) : undefined), [part.text]);
  if (isLong) return <TextPreview {...props} />;
  if (part.error) return <p className={styles.failed}>{part.error.message}</p>;
  if (!part.data) return null;
  if (!notebook) return <TextPreview {...props} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <article className={styles.document} tabIndex={0} aria-label={path}>
      {notebook.cells.map(({ kind, source, count, outputs }, at) => (
        <section key={`${at} ${kind}`} className={styles.notebookCell}>
          {kind === "markdown" ? (
            <Markdown text={source} />
          ) : (
            <div className={styles.code}>
              <span className={styles.count}>{kind === "code" && `[${count ?? " "}]`}</span>
              <CodeText
                text={source}
                language={kind === "code" ? notebook.language : undefined}
                label={`Cell ${at + 1}`}
                fits
              />
            </div>
          )}
          {outputs.map((output, index) => (
            <Output key={`${index} ${output.type}`} output={output} />
          ))}
        </section>
      ))}
    </article>
  );
}

function Output({ output }: { output: NotebookOutput }) {
  if (output.type === "image") return <img className={styles.outputImage} src={output.url} alt="Output of the cell" />;
  if (output.type === "markdown") return <Markdown text={output.text} />;
  if (output.type === "json") return <JsonView text={output.text} label="Output" />;
  return (
    <div className={styles.output} data-error={output.isError || undefined}>
      <LongText text={output.text} wrap={false} />
    </div>
  );
}
