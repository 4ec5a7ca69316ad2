/**
 * Gives the arguments of a call as an object by the names of the function's parameters, as MLflow does: `{ query: "…" }`.
 * A function with one destructured parameter gives that object itself. Where the names cannot be found (a native or
 * bound function) it is `{ args: […] }`.
 */
export function argumentsByName(fn: (...args: never[]) => unknown): (args: readonly unknown[]) => unknown {
  let parameters: readonly Parameter[] | undefined | "unread" = "unread";
  return (args) => {
    if (args.length === 0) return {};
    if (parameters === "unread") parameters = parametersOf(fn);
    return parameters === undefined ? { args } : byName(parameters, args);
  };
}

interface Parameter {
  /** `undefined` for a destructured one. */
  readonly name: string | undefined;
  readonly isRest: boolean;
}

function byName(parameters: readonly Parameter[], args: readonly unknown[]): unknown {
  const [only] = args;
  if (parameters.length === 1 && args.length === 1 && parameters[0]!.name === undefined && isObject(only)) return only;
  const named: Record<string, unknown> = {};
  for (let at = 0; at < parameters.length; at++) {
    const { name = `argument ${at + 1}`, isRest } = parameters[at]!;
    if (isRest || at < args.length) put(named, name, isRest ? args.slice(at) : args[at]);
    if (isRest) return named;
  }
  // A function may take more than it names.
  if (args.length > parameters.length) named.args = args.slice(parameters.length);
  return named;
}

/** As an own property, a parameter called `__proto__` too. */
function put(named: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== "__proto__") named[name] = value;
  else Object.defineProperty(named, name, { value, enumerable: true, configurable: true, writable: true });
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

/** Reads the source text, which the language defines (`Function.prototype.toString`); longer ones hold no more names. */
function parametersOf(fn: (...args: never[]) => unknown): Parameter[] | undefined {
  const source = Function.prototype.toString.call(fn).slice(0, 10_000);
  if (/\{\s*\[native code\]\s*\}\s*$/.test(source)) return undefined;
  const lone = /^(?:async\s+)?([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=>/u.exec(source);
  if (lone !== null) return [{ name: lone[1], isRest: false }];
  const texts = listInParentheses(source);
  return texts?.map((text) => {
    const [, rest, name] = /^(\.\.\.)?\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)?/u.exec(text)!;
    return { name, isRest: rest !== undefined };
  });
}

/** The parts between the first parenthesis and the one that closes it, split at commas that are not inside anything. */
function listInParentheses(source: string): string[] | undefined {
  const parts: string[] = [];
  let depth = 0;
  let part = "";
  for (const token of source.matchAll(tokens)) {
    const [text] = token;
    if (isComment.test(text)) continue;
    if (text === "(" || text === "[" || text === "{") {
      if (depth++ === 0) {
        // A computed method name comes before the parameters.
        if (text !== "(") return undefined;
        continue;
      }
    } else if (text === ")" || text === "]" || text === "}") {
      if (--depth === 0) return part.trim() === "" ? parts : [...parts, part.trim()];
    } else if (text === "," && depth === 1) {
      parts.push(part.trim());
      part = "";
      continue;
    }
    if (depth > 0) part += text;
  }
  return undefined;
}

/** Comments, texts, and anything else one character at a time. */
const tokens = /\/\*.*?\*\/|\/\/[^\n]*|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|./gs;
const isComment = /^\/[*/]/;
