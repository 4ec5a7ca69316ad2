import type { ReactNode } from "react";
import { late } from "../late.tsx";
import styles from "./markdown.module.css";
import { plainParagraphs } from "./plain-paragraphs.ts";

const Markdown = late(async () => (await import("./markdown.tsx")).Markdown);

/**
 * Markdown, whose reader (36 kB) comes with the first text that needs it; until then, or without it, `fallback` is
 * shown. Words without any mark are drawn as the reader would draw them, without it.
 */
export function LazyMarkdown({ text, fallback }: { text: string; fallback: ReactNode }) {
  const plain = plainParagraphs(text);
  if (!plain) return <Markdown text={text} waiting={fallback} failed={fallback} />;
  return (
    <div className={styles.markdown}>
      {plain.map((paragraph, at) => (
        <p key={`${at} ${paragraph}`}>{paragraph}</p>
      ))}
    </div>
  );
}
