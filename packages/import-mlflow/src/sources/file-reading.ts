/** The files of a file store: YAML beside folders of texts whose names are keys. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import type { SourceValue } from "./source.ts";

export type Yaml = Readonly<Record<string, unknown>>;

/** Sorted, so that a second reading finds the same order. */
export async function names(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).toSorted();
}

export async function yaml(file: string): Promise<Yaml | undefined> {
  const content = await readFile(file, "utf8").catch(() => undefined);
  const value: unknown = content === undefined ? undefined : parse(content);
  return typeof value === "object" && value !== null ? (value as Yaml) : undefined;
}

/** The folders below one that have a meta.yaml, with what it says. */
export async function metas(folder: string): Promise<[name: string, meta: Yaml][]> {
  const found: [string, Yaml][] = [];
  for (const name of await names(folder)) {
    const meta = await yaml(join(folder, name, "meta.yaml"));
    if (meta !== undefined) found.push([name, meta]);
  }
  return found;
}

/** Every file below a folder and its text: a key may have slashes, and is then a path. */
export async function files(folder: string, below = ""): Promise<[key: string, text: string][]> {
  const found: [string, string][] = [];
  for (const entry of await readdir(join(folder, below), { withFileTypes: true }).catch(() => [])) {
    const key = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) found.push(...(await files(folder, key)));
    else if (entry.isFile()) found.push([key, await readFile(join(folder, key), "utf8")]);
  }
  return found.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

export function scalars(meta: Yaml): Record<string, SourceValue> {
  return Object.fromEntries(
    Object.entries(meta).map(([key, value]) => [key, typeof value === "object" ? null : (value as SourceValue)]),
  );
}

export function text(value: unknown, otherwise: string | null = null): string | null {
  return value === undefined || value === null ? otherwise : String(value);
}

export function numeric(value: unknown): number | null {
  return value === undefined || value === null ? null : Number(value);
}
