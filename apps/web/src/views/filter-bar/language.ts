import { type Completion, complete, type FieldSet, FilterError, fields, parseFilter } from "@spanloom/filter";
import type { Searched } from "../../data/suggestions.ts";
import type { Mistake } from "./mistake.ts";

/** A search language as a bar needs it. */
export interface Language {
  /** What is wrong with a text; undefined for one that can be searched. */
  mistakeIn(text: string): Mistake | undefined;
  /** What can stand at the cursor. */
  complete(text: string, cursor: number): Completion;
}

/** The languages with their parser: a chunk of 10 kB that is loaded by `use-language.ts` alone. */
export function languageOf(searched: Searched): Language {
  return {
    mistakeIn: (text) => filterMistake(text, fields[searched]),
    complete: (text, cursor) => complete(text, cursor, fields[searched]),
  };
}

/** What is wrong with a filter, by the parser that the server uses; undefined for one that can be searched. */
export function filterMistake(text: string, fields: FieldSet): Mistake | undefined {
  try {
    parseFilter(text, fields);
    return undefined;
  } catch (error) {
    if (error instanceof FilterError) return { message: error.message, position: error.position, end: error.end };
    throw error;
  }
}
