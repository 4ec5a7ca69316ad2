import { lazy, type ReactNode, Suspense } from "react";

const Markdown = lazy(() => import("./markdown.tsx").then(({ Markdown }) => ({ default: Markdown })));

/** Markdown, whose reader (36 kB) comes with the first text that needs it; until then `fallback` is shown. */
export function LazyMarkdown({ text, fallback }: { text: string; fallback: ReactNode }) {
  return (
    <Suspense fallback={fallback}>
      <Markdown text={text} />
    </Suspense>
  );
}
