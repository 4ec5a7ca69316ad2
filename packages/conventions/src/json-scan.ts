/**
 * Finding one small field in a large JSON text without parsing it. Some dialects hide a fact (token counts, the
 * answering model) in the recorded response body; at ingest, parsing every body would cost more than everything else.
 *
 * A quote inside a JSON string is escaped, so `"key"` followed by a colon is always a real key. The first one with a
 * value of the wanted kind wins.
 */

/** The string value of the first `"key": "…"`. */
export function findString(json: string, key: string): string | undefined {
  for (let from = startOfValue(json, key, 0); from >= 0; from = startOfValue(json, key, from)) {
    if (json[from] !== '"') continue;
    const end = endOfString(json, from);
    if (end < 0 || end - from > longestString) continue;
    return parsed(json.slice(from, end + 1)) as string | undefined;
  }
  return undefined;
}

/** The object value of the first `"key": {…}`, parsed; objects of more than a few kilobytes are passed over. */
export function findObject(json: string, key: string): unknown {
  for (let from = startOfValue(json, key, 0); from >= 0; from = startOfValue(json, key, from)) {
    if (json[from] !== "{") continue;
    const end = endOfObject(json, from);
    if (end > 0) return parsed(json.slice(from, end + 1));
  }
  return undefined;
}

const longestString = 1024;
const longestObject = 8192;

/** Where the value of the next `"key":` begins, or -1. */
function startOfValue(json: string, key: string, from: number): number {
  const quoted = `"${key}"`;
  for (let at = json.indexOf(quoted, from); at >= 0; at = json.indexOf(quoted, at + 1)) {
    let next = skipBlanks(json, at + quoted.length);
    if (json[next] !== ":") continue;
    next = skipBlanks(json, next + 1);
    return next < json.length ? next : -1;
  }
  return -1;
}

function skipBlanks(json: string, from: number): number {
  let at = from;
  while (at < json.length && json.charCodeAt(at) <= 0x20) at++;
  return at;
}

function endOfString(json: string, start: number): number {
  for (let at = start + 1; at < json.length && at - start < longestObject; at++) {
    const code = json.charCodeAt(at);
    if (code === 0x5c) at++;
    else if (code === 0x22) return at;
  }
  return -1;
}

function endOfObject(json: string, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length && at - start < longestObject; at++) {
    const code = json.charCodeAt(at);
    if (code === 0x22) {
      at = endOfString(json, at);
      if (at < 0) return -1;
    } else if (code === 0x7b) depth++;
    else if (code === 0x7d && --depth === 0) return at;
  }
  return -1;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
