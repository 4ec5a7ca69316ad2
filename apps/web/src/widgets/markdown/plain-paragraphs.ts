/**
 * The paragraphs of a text in which nothing means anything to Markdown, as Markdown would part them; undefined where
 * something may. It is careful rather than exact: what is not plain is read by the real reader, which is 36 kB.
 */
export function plainParagraphs(text: string): string[] | undefined {
  if (marks.test(text)) return undefined;
  return text
    .split(/\n(?:[ \t]*\n)+/)
    .map((paragraph) => paragraph.trim())
    .filter(Boolean);
}

/**
 * Characters that mark words or tables anywhere; two spaces that break a line; and lines that begin as a heading, a
 * quote, a list, code or a line do (CommonMark 0.31, sections 4 to 6).
 */
const marks = /[`*_[\]<>&\\|~\r\0]| {2}\n|^(?: {0,3}(?:#|[-+=]|\d+[.)])| {4}| *\t)/m;
