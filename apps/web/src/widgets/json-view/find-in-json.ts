import { isContainer, type JsonIndex } from "./json-index.ts";

/** Rows whose key or own text holds `words`, without regard to case, ascending. */
export function findInJson(index: JsonIndex, words: string): Int32Array {
  const rows: number[] = [];
  const wanted = words.toLowerCase();
  if (wanted === "") return Int32Array.from(rows);
  // Some characters grow when lowered; then the places would not fit the text, and case has to count.
  const lowered = index.text.toLowerCase();
  const text = lowered.length === index.text.length ? lowered : index.text;
  for (let at = text.indexOf(wanted); at >= 0; ) {
    const row = rowAt(index, at);
    if (rows.at(-1) !== row && holds(index, row, at)) rows.push(row);
    at = text.indexOf(wanted, at + 1);
  }
  return Int32Array.from(rows);
}

/** The last row that begins at or before a place in the text. */
function rowAt(index: JsonIndex, at: number): number {
  let low = 0;
  let high = index.count - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (beginOf(index, middle) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function beginOf(index: JsonIndex, row: number): number {
  const key = index.keyStart[row] ?? -1;
  return key >= 0 ? key : (index.start[row] ?? 0);
}

/** Not the white space and brackets between values. */
function holds(index: JsonIndex, row: number, at: number): boolean {
  const key = index.keyStart[row] ?? -1;
  const inKey = key >= 0 && at >= key && at < (index.keyEnd[row] ?? 0);
  const inValue = !isContainer(index, row) && at >= (index.start[row] ?? 0) && at < (index.end[row] ?? 0);
  return inKey || inValue;
}
