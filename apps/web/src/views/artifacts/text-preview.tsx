import { useState } from "react";
import { readFilePart } from "../../data/artifacts.ts";
import { Button } from "../../widgets/button.tsx";
import { CodeText } from "../../widgets/code/code-text.tsx";
import { languageOf } from "../../widgets/code/languages.ts";
import { formatBytes } from "../../widgets/format/quantity.ts";
import { messageOf } from "../../widgets/message-of.ts";
import styles from "./artifacts.module.css";
import { partText } from "./part-text.ts";
import type { PreviewProps } from "./preview.tsx";
import { usePart } from "./use-part.ts";

const firstBytes = 256 * 1024;
const moreBytes = 4 * 1024 * 1024;

/**
 * Text from the beginning on, in ranges: more of it when the reader asks, or its end. So a log of gigabytes opens as fast
 * as a short one.
 */
export function TextPreview({ owner, path }: PreviewProps) {
  const [offset, setOffset] = useState(0);
  const part = usePart(owner, path, offset, firstBytes);
  const [more, setMore] = useState<{ text: string; endBytes: number }>();
  const [reading, setReading] = useState(false);
  const [failure, setFailure] = useState("");
  if (part.error) return <p className={styles.failed}>{part.error.message}</p>;
  if (!part.data) return null;
  const { sizeBytes } = part.data;
  const endBytes = more?.endBytes ?? part.endBytes;
  const text = part.text + (more?.text ?? "");

  async function readMore() {
    setReading(true);
    setFailure("");
    try {
      const next = partText(await readFilePart(owner, path, endBytes, moreBytes));
      setMore({ text: (more?.text ?? "") + next.text, endBytes: next.endBytes });
    } catch (error) {
      setFailure(messageOf(error));
    } finally {
      setReading(false);
    }
  }

  function show(from: number) {
    setMore(undefined);
    setOffset(from);
  }

  return (
    <>
      {sizeBytes > part.data.bytes.length && (
        <div className={styles.range} role="status">
          <span>
            {formatBytes(endBytes - part.data.offset)} of {formatBytes(sizeBytes)}
            {part.data.offset > 0 ? ", from the end" : ", from the beginning"}
          </span>
          {endBytes < sizeBytes && (
            <Button disabled={reading} onClick={() => void readMore()}>
              {reading ? "Reading…" : `${formatBytes(Math.min(moreBytes, sizeBytes - endBytes))} more`}
            </Button>
          )}
          {offset === 0 ? (
            <Button onClick={() => show(-firstBytes)}>Show the end</Button>
          ) : (
            <Button onClick={() => show(0)}>Show the beginning</Button>
          )}
          {failure && <span className={styles.failed}>{failure}</span>}
        </div>
      )}
      <CodeText text={text} language={languageOf(path)} label={path} />
    </>
  );
}
