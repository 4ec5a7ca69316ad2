import { type JsonIndex, keyOf, open } from "./json-index.ts";

/**
 * A value of ours as JSON text: integers past 2^53 keep their digits, bytes become base64. What JSON cannot say (not a
 * number, undefined in a list) becomes null, as `JSON.stringify` has it.
 */
export function exactJson(value: unknown, indent = ""): string {
  return written(value, indent, "") ?? "null";
}

/** Longer ones are not compared: it would hold the page up. */
const longestCompared = 1_000_000;

/** Whether two values are the same, or say the same as JSON. */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const left = exactJson(a);
  return left.length < longestCompared && left === exactJson(b);
}

function written(value: unknown, indent: string, before: string): string | undefined {
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return JSON.stringify(base64Of(value));
  if (Array.isArray(value)) {
    return bracketed(
      "[",
      "]",
      value.map((each) => written(each, indent, before + indent) ?? "null"),
      indent,
      before,
    );
  }
  if (typeof value === "object" && value !== null) {
    const members: string[] = [];
    for (const [key, each] of Object.entries(value)) {
      const text = written(each, indent, before + indent);
      if (text !== undefined) members.push(`${JSON.stringify(key)}:${indent && " "}${text}`);
    }
    return bracketed("{", "}", members, indent, before);
  }
  return JSON.stringify(value);
}

function bracketed(left: string, right: string, members: readonly string[], indent: string, before: string): string {
  if (members.length === 0 || indent === "") return left + members.join(",") + right;
  const line = `\n${before}${indent}`;
  return `${left}${line}${members.join(`,${line}`)}\n${before}${right}`;
}

export function base64Of(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

/** `$.messages[2].content`, the way to a value. */
export function pathOf(index: JsonIndex, row: number): string {
  const steps: string[] = [];
  for (let at = row; (index.parent[at] ?? -1) >= 0; at = index.parent[at] ?? -1) {
    const above = index.parent[at] ?? -1;
    steps.push(index.kind[above] === open.array ? `[${placeIn(index, above, at)}]` : step(keyOf(index, at)));
  }
  return `$${steps.reverse().join("")}`;
}

/** A quoted key as a step: `.name`, or `["a b"]` where it is no name. */
function step(quoted: string): string {
  const name = quoted.slice(1, -1);
  return /^[A-Za-z_$][\w$]*$/.test(name) ? `.${name}` : `[${quoted}]`;
}

function placeIn(index: JsonIndex, array: number, row: number): number {
  let place = 0;
  for (let at = array + 1; at < row; at += index.size[at] ?? 1) place++;
  return place;
}
