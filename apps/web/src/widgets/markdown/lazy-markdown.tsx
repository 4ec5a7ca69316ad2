import type { ReactNode } from "react";
import { late } from "../late.tsx";

const Markdown = late(async () => (await import("./markdown.tsx")).Markdown);

/** Markdown, whose reader (36 kB) comes with the first text that needs it; until then, or without it, `fallback` is shown. */
export function LazyMarkdown({ text, fallback }: { text: string; fallback: ReactNode }) {
  return <Markdown text={text} waiting={fallback} failed={fallback} />;
}
