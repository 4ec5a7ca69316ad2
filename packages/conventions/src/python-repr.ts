/**
 * Python's `repr` of dicts and lists, which some senders write where JSON was meant: single quotes, `True`, `None`.
 * Only literals are understood; anything else (objects, calls, sets) answers `undefined`.
 */
export function parsePythonRepr(text: string): unknown {
  if (text.length > longest) return undefined;
  const json = toJson(text);
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}

const longest = 1_000_000;
const words: Readonly<Record<string, string>> = { True: "true", False: "false", None: "null" };

/** The same literal in JSON's spelling: quotes, constants, tuples and trailing commas. */
function toJson(text: string): string | undefined {
  let json = "";
  let at = 0;
  while (at < text.length) {
    const char = text[at]!;
    if (char === "'" || char === '"') {
      const end = endOfString(text, at);
      if (end < 0) return undefined;
      json += quote(text.slice(at + 1, end));
      at = end + 1;
      continue;
    }
    const word = /^[A-Za-z_]+/.exec(text.slice(at, at + 8))?.[0];
    if (word !== undefined && !/[0-9.]/.test(text[at - 1] ?? "")) {
      const constant = words[word];
      if (constant === undefined) return undefined;
      json += constant;
      at += word.length;
      continue;
    }
    json += char === "(" ? "[" : char === ")" ? "]" : char;
    at++;
  }
  return json.replace(/,(\s*[\]}])/g, "$1");
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === text[start]) return at;
  }
  return -1;
}

/** The inside of a Python string literal as a JSON string. */
function quote(inside: string): string {
  const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\", "'": "'", '"': '"' };
  const value = inside.replace(/\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/gs, (_, code: string) =>
    code.length > 1 ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : (escapes[code] ?? `\\${code}`),
  );
  return JSON.stringify(value);
}
