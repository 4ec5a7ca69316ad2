import { useState } from "react";
import { Button } from "../../widgets/button.tsx";
import { JsonView } from "../../widgets/json-view/json-view.tsx";
import { Markdown } from "../../widgets/markdown/markdown.tsx";
import styles from "./artifacts.module.css";
import type { PreviewProps } from "./preview.tsx";
import { TextPreview } from "./text-preview.tsx";
import { usePart } from "./use-part.ts";

/** A document of this size is drawn as one; of a longer one the source is shown, in parts. */
const wholeBytes = { markdown: 1024 * 1024, json: 20 * 1024 * 1024 };

/** Markdown or JSON as it is meant to be read, with the source a click away. */
export function SourcePreview(props: PreviewProps & { kind: "markdown" | "json" }) {
  const { owner, path, kind } = props;
  const [asSource, setAsSource] = useState(false);
  const most = wholeBytes[kind];
  const isLong = (props.sizeBytes ?? 0) > most || /\.(jsonl|ndjson)$/i.test(path);
  const part = usePart(owner, path, 0, most, !isLong);
  if (isLong) return <TextPreview {...props} />;
  if (part.error) return <p className={styles.failed}>{part.error.message}</p>;
  if (!part.data) return null;
  if (part.data.sizeBytes > most) return <TextPreview {...props} />;
  return (
    <>
      <div className={styles.range}>
        <Button on={!asSource} aria-pressed={!asSource} onClick={() => setAsSource(false)}>
          {kind === "json" ? "Tree" : "Document"}
        </Button>
        <Button on={asSource} aria-pressed={asSource} onClick={() => setAsSource(true)}>
          Source
        </Button>
      </div>
      {asSource ? (
        <TextPreview {...props} />
      ) : kind === "json" ? (
        <div className={styles.json}>
          <JsonView text={part.text} label={path} fill />
        </div>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <article className={styles.document} tabIndex={0} aria-label={path}>
          <Markdown text={part.text} />
        </article>
      )}
    </>
  );
}
