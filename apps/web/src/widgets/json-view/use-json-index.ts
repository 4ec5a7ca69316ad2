import { useEffect, useState } from "react";
import { indexJson, type JsonIndex, JsonIndexer } from "./json-index.ts";

/** Shorter texts are indexed at once; their lines are there with the first picture. */
const atOnceChars = 300_000;
const sliceMs = 12;

/** The index of a text: `undefined` while it is being made, `null` when the text is not JSON. */
export function useJsonIndex(text: string): JsonIndex | null | undefined {
  const [made, setMade] = useState<{ text: string; index: JsonIndex | null } | undefined>(() =>
    text.length <= atOnceChars ? { text, index: indexJson(text) ?? null } : undefined,
  );
  useEffect(() => {
    if (made?.text === text) return;
    if (text.length <= atOnceChars) {
      setMade({ text, index: indexJson(text) ?? null });
      return;
    }
    const indexer = new JsonIndexer(text);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const slice = () => {
      const until = performance.now() + sliceMs;
      if (indexer.run(() => performance.now() > until)) setMade({ text, index: indexer.result() ?? null });
      else timer = setTimeout(slice);
    };
    slice();
    return () => clearTimeout(timer);
  }, [text, made]);
  return made?.text === text ? made.index : undefined;
}
