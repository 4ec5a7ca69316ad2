/** Filters that were used, the last one first; each once. */
export function withFilter(history: readonly string[], filter: string): string[] {
  const text = filter.trim();
  if (text === "") return [...history];
  return [text, ...history.filter((other) => other !== text)].slice(0, mostKept);
}

/** The history as it was stored, whatever is found there. */
export function readHistory(stored: unknown): string[] {
  return Array.isArray(stored) ? stored.filter((entry) => typeof entry === "string").slice(0, mostKept) : [];
}

const mostKept = 20;
