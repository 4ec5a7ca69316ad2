/** Characters that are read: a list shows one line of them. */
const mostRead = 1_000;

/**
 * Markdown without its marks, for a place that shows one line of it: `**now**` is `now`, `[here](…)` is `here`. Only what
 * Markdown itself would read as a mark goes: `snake_case`, `2 * 3` and `count(*)` stay as they are.
 */
export function plainText(markdown: string): string {
  return marks.reduce((text, [mark, words]) => text.replace(mark, words), markdown.slice(0, mostRead)).trim();
}

const marks: readonly (readonly [RegExp, string])[] = [
  [/^ {0,3}(?:```|~~~).*$/gm, ""],
  [/^ {0,3}(?:#{1,6}|>)[ \t]+/gm, ""],
  [/^ {0,3}[*+][ \t]+/gm, "- "],
  // A table: the line under its head, and the bars at both ends of the others.
  [/^ {0,3}\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*$/gm, ""],
  [/^ {0,3}\|[ \t]*(.*?)[ \t]*\|?[ \t]*$/gm, "$1"],
  [/!?\[([^\]\n]*)\]\([^)\n]*\)/g, "$1"],
  [/`+([^`\n]+)`+/g, "$1"],
  [/(?<![\w*])\*\*(?=[^\s*])([^\n]+?)(?<=[^\s*])\*\*(?![\w*])/g, "$1"],
  [/(?<![\w*])\*(?=[\p{L}\p{N}"'(])([^*\n]+?)(?<=[\p{L}\p{N}"').!?…])\*(?![\w*])/gu, "$1"],
  [/(?<!\w)_(?=[\p{L}\p{N}"'(])([^_\n]+?)(?<=[\p{L}\p{N}"').!?…])_(?!\w)/gu, "$1"],
  [/~~([^~\n]+)~~/g, "$1"],
  // Bold that the cut of a preview left open.
  [/(^|\s)\*\*(?=[^\s*][^*]*…$)/g, "$1"],
];
