import { useEffect, useState } from "react";
import type { Searched } from "../../data/suggestions.ts";
import type { Language } from "./language.ts";
import type { Mistake } from "./mistake.ts";

/**
 * The search language once it `isWanted` and there; undefined until then. A list that nobody filters does without its
 * parser.
 */
export function useLanguage(searched: Searched, isWanted: boolean): Language | undefined {
  const [language, setLanguage] = useState<Language | undefined>();
  useEffect(() => {
    if (!isWanted) return;
    let isGone = false;
    void loadLanguage(searched).then((loaded) => !isGone && setLanguage(loaded));
    return () => {
      isGone = true;
    };
  }, [searched, isWanted]);
  return language;
}

/** Never rejects: where the code does not come, nothing is completed, and mistakes are the server's to find. */
export async function loadLanguage(searched: Searched): Promise<Language> {
  try {
    return (await import("./language.ts")).languageOf(searched);
  } catch {
    return { mistakeIn: () => undefined, complete: nothingKnown };
  }
}

/** A filter as its language reads it: `isRead` once it is known whether there is a mistake in it. */
export function useFilterReading(
  searched: Searched,
  filter: string,
): { isRead: boolean; mistake: Mistake | undefined } {
  const language = useLanguage(searched, filter !== "");
  if (filter === "") return { isRead: true, mistake: undefined };
  return { isRead: language !== undefined, mistake: language?.mistakeIn(filter) };
}

/** Completion of a text whose language is not there. */
export function nothingKnown(_text: string, cursor: number): ReturnType<Language["complete"]> {
  return { expected: "field", from: cursor, to: cursor, prefix: "", candidates: [] };
}
