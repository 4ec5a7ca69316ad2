import { LongText } from "../../widgets/long-text.tsx";
import { LazyMarkdown } from "../../widgets/markdown/lazy-markdown.tsx";
import { JsonPart } from "./json-part.tsx";

/** How words are drawn; a reader's choice. */
export type TextMode = "markdown" | "text" | "json";

/** Longer texts are not drawn as Markdown: it would hold the page up, and nobody reads them as prose. */
const longestMarkdown = 60_000;

export function TextView({ text, mode }: { text: string; mode: TextMode }) {
  if (mode === "json") return <JsonPart text={looksLikeJson(text) ? text : JSON.stringify(text)} label="Text" />;
  if (mode === "text" || text.length > longestMarkdown) return <LongText text={text} />;
  return <LazyMarkdown text={text} fallback={<LongText text={text} />} />;
}

export function looksLikeJson(text: string): boolean {
  const trimmed = text.trim();
  return (trimmed.startsWith("{") && trimmed.endsWith("}")) || (trimmed.startsWith("[") && trimmed.endsWith("]"));
}
