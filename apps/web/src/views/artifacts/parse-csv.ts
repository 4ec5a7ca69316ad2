/**
 * Rows of CSV (RFC 4180) or, with another separator, of its relatives. Quotes may hold separators, line ends and doubled
 * quotes; a quote inside of a field that does not begin with one is a character like others. Stops after `mostRows`.
 */
export function parseCsv(text: string, separator: string, mostRows: number): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  while (at < text.length && rows.length < mostRows) {
    const quoted = text[at] === '"';
    let field = "";
    if (quoted) {
      at++;
      for (;;) {
        const end = text.indexOf('"', at);
        field += text.slice(at, end < 0 ? text.length : end);
        at = end < 0 ? text.length : end + 1;
        if (text[at] !== '"') break;
        field += '"';
        at++;
      }
    }
    const start = at;
    while (at < text.length && text[at] !== separator && text[at] !== "\n" && text[at] !== "\r") at++;
    row.push(field + text.slice(start, at));
    if (text[at] === separator) {
      at++;
      if (at < text.length) continue;
      row.push("");
    }
    if (text[at] === "\r") at++;
    if (text[at] === "\n") at++;
    rows.push(row);
    row = [];
  }
  return rows;
}
