/** A part of a Markdown text: a table, or anything else. */
export type Block =
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "table";
      readonly head: readonly string[];
      readonly align: readonly ("left" | "center" | "right" | undefined)[];
      readonly rows: readonly (readonly string[])[];
    };

/** Longer tables stay text: nobody reads them drawn, and every cell is Markdown of its own. */
const mostRows = 300;

/**
 * Takes the tables out of a Markdown text (CommonMark knows none, models write them all the time): a line of cells, a
 * line of dashes with as many cells, then more lines of cells. Fenced code is left alone.
 */
export function splitTables(text: string): Block[] {
  if (!text.includes("|")) return [{ type: "text", text }];
  const lines = text.split("\n");
  const blocks: Block[] = [];
  let plain: string[] = [];
  let fence = "";
  const flush = () => {
    if (plain.some((line) => line.trim() !== "")) blocks.push({ type: "text", text: plain.join("\n") });
    plain = [];
  };
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const marker = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (marker) {
      if (fence === "") fence = marker;
      else if (marker.startsWith(fence)) fence = "";
    }
    const align = fence === "" && line.includes("|") ? alignOf(lines[at + 1] ?? "") : undefined;
    const head = align && cellsOf(line);
    if (!align || !head || head.length !== align.length) {
      plain.push(line);
      continue;
    }
    const rows: string[][] = [];
    let next = at + 2;
    for (; next < lines.length && (lines[next] ?? "").includes("|") && rows.length <= mostRows; next++) {
      const cells = cellsOf(lines[next] ?? "");
      rows.push(Array.from(head, (_, column) => cells[column] ?? ""));
    }
    if (rows.length > mostRows) {
      plain.push(line);
      continue;
    }
    flush();
    blocks.push({ type: "table", head, align, rows });
    at = next - 1;
  }
  flush();
  return blocks;
}

function cellsOf(line: string): string[] {
  const inner = line
    .trim()
    .replace(/^\|/, "")
    .replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function alignOf(line: string) {
  if (!line.includes("-") || !/^[\s|:-]+$/.test(line)) return undefined;
  const cells = cellsOf(line);
  if (!cells.every((cell) => /^:?-+:?$/.test(cell))) return undefined;
  return cells.map((cell) => {
    const right = cell.endsWith(":");
    return right ? (cell.startsWith(":") ? "center" : "right") : cell.startsWith(":") ? "left" : undefined;
  });
}
