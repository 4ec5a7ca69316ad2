import { isObject } from "./json.ts";

/**
 * What a traced function was called with, out of the form in which Python's tracers record it: `{ args, kwargs }`,
 * sometimes with flags beside. Named arguments stay an object, a single one stands alone, several stay a list.
 * Anything else is what it is.
 */
export function calledWith(value: unknown): unknown {
  if (!isObject(value) || !isObject(value.kwargs) || !(value.args === undefined || Array.isArray(value.args)))
    return value;
  const args: readonly unknown[] = value.args ?? [];
  if (args.length === 0) return value.kwargs;
  if (Object.keys(value.kwargs).length > 0) return { args, kwargs: value.kwargs };
  return args.length === 1 ? args[0] : args;
}
