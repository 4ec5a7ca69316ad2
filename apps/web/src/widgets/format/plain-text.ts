/** Markdown as one line of plain words: what its signs mean does not matter in a list. */
export function plainText(markdown: string): string {
  return markdown
    .slice(0, 1_000)
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[*_`#>|~]+/g, " ")
    .trim();
}
