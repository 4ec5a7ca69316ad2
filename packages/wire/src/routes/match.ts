import { endpointsOf, type Method, type RouteRow } from "./routes.ts";

export interface RouteMatch<Name extends string = string> {
  readonly name: Name;
  readonly row: RouteRow;
  /** What stood in the path's places, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
}

/** `undefined`: no row has this path; a list: rows have it, with these methods only. */
export type FoundRoute<Name extends string = string> = RouteMatch<Name> | readonly Method[] | undefined;

/**
 * Finds the row of a request; for HEAD that of GET. A fixed segment wins over a place, so `/traces/search` is not the
 * trace "search".
 */
export type Matcher<Name extends string> = (method: string, path: string) => FoundRoute<Name>;

export function createMatcher<Table extends Record<string, RouteRow>>(table: Table): Matcher<keyof Table & string> {
  const root = node<keyof Table & string>();
  for (const [name, row] of Object.entries(table)) {
    for (const { method, path } of endpointsOf(row)) insert(root, path, method, { name, row });
  }
  return (asked, path) => {
    const method = asked === "HEAD" ? "GET" : asked;
    const segments = path.split("/").slice(1);
    const found = find(root, segments, 0, method) ?? find(root, segments, 0, undefined);
    if (found === undefined) return undefined;
    const { leaf, values } = found;
    const target = leaf.methods.get(method as Method);
    if (target === undefined) return [...leaf.methods.keys()];
    const params: Record<string, string> = {};
    for (const [index, name] of target.names.entries()) params[name] = values[index]!;
    return { name: target.name, row: target.row, params };
  };
}

interface Node<Name extends string> {
  readonly fixed: Map<string, Node<Name>>;
  place?: Node<Name>;
  rest?: Node<Name>;
  readonly methods: Map<Method, { name: Name; row: RouteRow; names: readonly string[] }>;
}

const node = <Name extends string>(): Node<Name> => ({ fixed: new Map(), methods: new Map() });

function insert<Name extends string>(
  root: Node<Name>,
  path: string,
  method: Method,
  target: { name: Name; row: RouteRow },
): void {
  const names: string[] = [];
  let at = root;
  for (const segment of path.split("/").slice(1)) {
    const place = /^\{(\w+)(\*?)\}$/.exec(segment);
    if (place === null) {
      const next = at.fixed.get(segment) ?? node<Name>();
      at.fixed.set(segment, next);
      at = next;
    } else {
      names.push(place[1]!);
      const kind = place[2] === "*" ? "rest" : "place";
      at[kind] ??= node();
      at = at[kind];
    }
  }
  if (at.methods.has(method)) throw new Error(`two routes answer ${method} ${path}`);
  at.methods.set(method, { ...target, names });
}

/** Without a method, any leaf on the path will do: then the answer is that the method is wrong. */
function find<Name extends string>(
  at: Node<Name>,
  segments: readonly string[],
  index: number,
  method: string | undefined,
): { leaf: Node<Name>; values: string[] } | undefined {
  if (index === segments.length) {
    const fits = method === undefined ? at.methods.size > 0 : at.methods.has(method as Method);
    return fits ? { leaf: at, values: [] } : undefined;
  }
  const segment = segments[index]!;
  const fixed = at.fixed.get(segment);
  const viaFixed = fixed && find(fixed, segments, index + 1, method);
  if (viaFixed) return viaFixed;
  const value = decoded(segment);
  if (at.place && value !== undefined && value !== "") {
    const viaPlace = find(at.place, segments, index + 1, method);
    if (viaPlace) return { leaf: viaPlace.leaf, values: [value, ...viaPlace.values] };
  }
  if (at.rest) {
    const rest = segments.slice(index).map(decoded);
    const leaf = at.rest;
    const fits = method === undefined || leaf.methods.has(method as Method);
    if (fits && rest.every((part) => part !== undefined)) return { leaf, values: [rest.join("/")] };
  }
  return undefined;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
