import { artifactUrl, artifactViewUrl } from "../../data/addresses.ts";
import { useFileStart } from "../../data/artifacts.ts";
import type { ArtifactOwner } from "../../data/messages.ts";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { formatBytes } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import { Tooltip } from "../../widgets/tooltip.tsx";
import styles from "./artifacts.module.css";
import { CsvPreview } from "./csv-preview.tsx";
import { ImagePreview } from "./image-preview.tsx";
import { NotebookPreview } from "./notebook-preview.tsx";
import { ParquetPreview } from "./parquet-preview.tsx";
import { looksLikeText, previewKind } from "./preview-kind.ts";
import { SourcePreview } from "./source-preview.tsx";
import { TextPreview } from "./text-preview.tsx";

export interface PreviewProps {
  readonly owner: ArtifactOwner;
  readonly path: string;
  /** Undefined where the store does not say. */
  readonly sizeBytes: number | undefined;
}

/** One file: its path, how to get it, and as much of it as can be shown without reading all. */
export function Preview(props: PreviewProps) {
  const { owner, path, sizeBytes } = props;
  const name = path.slice(path.lastIndexOf("/") + 1);
  return (
    <section className={styles.file} aria-label={name}>
      <header className={styles.fileHead}>
        <h2 className={styles.filePath} title={path}>
          {path}
        </h2>
        {sizeBytes !== undefined && <span className={styles.size}>{formatBytes(sizeBytes)}</span>}
        <CopyButton text={path} label="Copy path" />
        <Tooltip text="Download">
          <a className={styles.download} href={artifactUrl(owner, path)} download={name}>
            <Icon name="download" />
            <span className="unseen">Download {name}</span>
          </a>
        </Tooltip>
      </header>
      <div className={styles.content}>
        <Content {...props} name={name} />
      </div>
    </section>
  );
}

function Content(props: PreviewProps & { name: string }) {
  const { owner, path, name } = props;
  const kind = previewKind(path);
  const url = artifactUrl(owner, path);
  switch (kind) {
    case "image":
      return <ImagePreview url={url} name={name} />;
    case "audio":
      // biome-ignore lint/a11y/useMediaCaption: a logged sound comes without captions
      return <audio className={styles.sound} controls preload="metadata" src={url} aria-label={name} />;
    case "video":
      // biome-ignore lint/a11y/useMediaCaption: as above
      return <video className={styles.video} controls preload="metadata" src={url} aria-label={name} />;
    case "pdf":
      return <iframe className={styles.frame} src={artifactViewUrl(owner, path)} title={name} />;
    case "page":
      // The server's answer is sandboxed as well: the page would reach nothing of ours even without this frame.
      return (
        <iframe
          className={styles.frame}
          src={artifactViewUrl(owner, path)}
          sandbox="allow-scripts"
          referrerPolicy="no-referrer"
          title={name}
        />
      );
    case "csv":
      return <CsvPreview {...props} />;
    case "parquet":
      return <ParquetPreview {...props} />;
    case "notebook":
      return <NotebookPreview {...props} />;
    case "markdown":
    case "json":
      return <SourcePreview {...props} kind={kind} />;
    case "text":
      return <TextPreview {...props} />;
    case "none":
      return <Unknown {...props} />;
  }
}

/** A file whose name says nothing: its first bytes may be text. */
function Unknown(props: PreviewProps) {
  const start = useFileStart(props.owner, props.path, 4_096);
  if (!start.data) return null;
  if (looksLikeText(start.data.bytes)) return <TextPreview {...props} />;
  return (
    <EmptyState icon="file" title="No preview of this kind of file">
      Download it to open it.
    </EmptyState>
  );
}
