/** A page of more curves or columns than this helps nobody. */
const mostRuns = 50;

/** The runs that the parameter `ids` names, each once. */
export function comparedIds(ids: string): string[] {
  return [...new Set(ids.split(",").filter(Boolean))].slice(0, mostRuns);
}
