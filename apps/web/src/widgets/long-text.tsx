import { useState } from "react";
import { Button } from "./button.tsx";
import { formatBytes } from "./format/quantity.ts";
import styles from "./long-text.module.css";

const firstChars = 20_000;
const moreChars = 200_000;
/** A block is laid out by the browser when it comes into sight, so ten megabytes do not hold the page up. */
const blockChars = 20_000;

/** Text as it is. Of a long one the beginning is shown, and the rest on demand. */
export function LongText({ text, wrap = true }: { text: string; wrap?: boolean }) {
  const [shown, setShown] = useState(firstChars);
  const visible = Math.min(shown, text.length);
  const blocks = [];
  for (let at = 0; at < visible; ) {
    const end = at + blockChars >= visible ? visible : lineEnd(text, at + blockChars, visible);
    blocks.push({ at, end });
    at = end;
  }
  return (
    <div className={styles.text} data-wrap={wrap || undefined}>
      {blocks.map(({ at, end }) => (
        <pre key={at} className={styles.block}>
          {text.slice(at, end)}
        </pre>
      ))}
      {visible < text.length && (
        <div className={styles.more}>
          <span>
            {formatBytes(visible)} of {formatBytes(text.length)} shown
          </span>
          <Button onClick={() => setShown(visible + moreChars)}>Show more</Button>
          <Button onClick={() => setShown(text.length)}>Show all</Button>
        </div>
      )}
    </div>
  );
}

/** Cuts after a line break where one is near, so that no line is torn. */
function lineEnd(text: string, from: number, last: number): number {
  const newline = text.indexOf("\n", from);
  return newline >= 0 && newline < from + blockChars && newline < last ? newline + 1 : Math.min(from, last);
}
