import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseSync } from "rolldown/utils";
import { type DocComment, readDocComment } from "./doc-comment.ts";

/** A name that an entry of the package exports, as its emitted declarations have it. */
export interface ExportedName {
  /** `@spanloom/sdk/openai`. */
  readonly entry: string;
  readonly name: string;
  readonly kind: "function" | "class" | "value" | "type";
  /** The name of the same thing that comes first in the entry. */
  readonly sameAs: string | undefined;
  readonly doc: DocComment | undefined;
  /** TypeScript, without `export` and `declare`; undefined for what another package declares. */
  readonly declaration: string | undefined;
  /** Whose package declares it, where it is not one of this workspace. */
  readonly from: string | undefined;
}

/** An entry of package.json's `exports`. */
export interface Entry {
  readonly name: string;
  /** The comment with `@module` at the top of its file. */
  readonly doc: DocComment | undefined;
  readonly exports: readonly ExportedName[];
}

/** What each entry of the package exports. Reads what `tsc -b` wrote to dist, which has every inferred type and comment. */
export function readEntries(packageDir: string): Entry[] {
  const { name, exports } = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8")) as {
    name: string;
    exports: Record<string, string>;
  };
  return Object.entries(exports).map(([path, source]) => {
    const entry = name + path.slice(1);
    const file = declarationsOf(join(packageDir, source));
    const first = new Map<string, string>();
    const names = exportsOf(file, packageDir).map(({ name, isType, place }): ExportedName => {
      const known = place.file === undefined ? undefined : first.get(`${place.file} ${place.local}`);
      if (known === undefined && place.file !== undefined) first.set(`${place.file} ${place.local}`, name);
      const { kind, ...rest } = described(place);
      return { entry, name, sameAs: known, kind: isType ? "type" : kind, ...rest };
    });
    names.sort((a, b) => a.name.localeCompare(b.name, "en"));
    return { name: entry, doc: moduleDoc(join(packageDir, source)), exports: names };
  });
}

/** Where a name is declared: in a file of the workspace, or in another package. */
type Place =
  | { readonly file: string; readonly local: string }
  | { readonly file: undefined; readonly local: string; readonly from: string };

/** `isType`: exported as a type only, whatever it is. */
function exportsOf(file: string, packageDir: string): { name: string; isType: boolean; place: Place }[] {
  const module = read(file);
  return module.body.flatMap((node) => {
    if (node.type === "ExportAllDeclaration") return exportsOf(locate(node.source.value, file) as string, packageDir);
    if (node.type !== "ExportNamedDeclaration") return [];
    if (node.declaration) {
      return namesOf(node.declaration).map((name) => ({ name, isType: false, place: { file, local: name } }));
    }
    return node.specifiers.map(({ local, exported, exportKind }: Specifier) => ({
      name: exported.name,
      isType: exportKind === "type" || node.exportKind === "type",
      place: placeOf(file, local.name, node.source?.value),
    }));
  });
}

/** Follows a name through re-exports and imports to where it is declared. */
function placeOf(file: string, name: string, source?: string): Place {
  if (source !== undefined) {
    const next = locate(source, file);
    return next === undefined ? { file: undefined, local: name, from: source } : placeOf(next, name);
  }
  for (const node of read(file).body) {
    if (node.type === "ExportNamedDeclaration" && node.declaration && namesOf(node.declaration).includes(name)) break;
    for (const { local, imported, exported } of (node.specifiers ?? []) as Specifier[]) {
      if (node.type === "ImportDeclaration" && local.name === name) {
        return placeOf(file, imported?.name ?? name, node.source.value);
      }
      if (node.type === "ExportNamedDeclaration" && exported.name === name && node.source) {
        return placeOf(file, local.name, node.source.value);
      }
    }
    if (node.type === "ExportAllDeclaration") {
      const next = locate(node.source.value, file);
      if (next !== undefined && exportsOf(next, file).some((found) => found.name === name)) return placeOf(next, name);
    }
  }
  return { file, local: name };
}

function described(place: Place): Pick<ExportedName, "kind" | "doc" | "declaration" | "from"> {
  if (place.file === undefined) return { kind: "type", doc: undefined, declaration: undefined, from: place.from };
  const { body, text, docBefore } = read(place.file);
  const nodes = body.filter((node) => namesOf(node.declaration ?? node).includes(place.local));
  const [first] = nodes;
  if (first === undefined) throw new Error(`${place.file} does not declare ${place.local}`);
  // A value and its type of the same name, and all overloads of a function, are one entry.
  const kinds = nodes.map((node) => kindOf(node.declaration ?? node));
  const kind = kinds.find((one) => one !== "type") ?? "type";
  const doc = nodes.map((node) => docBefore(node.start)).find((comment) => comment !== undefined);
  const declaration = nodes.map((node) => withoutExport(text.slice(node.start, node.end))).join("\n");
  const parts = nodes.flatMap((node) => callsOf(node.declaration ?? node, place.file));
  return { kind, doc, declaration: [declaration, ...parts].join("\n\n"), from: undefined };
}

/** Interfaces that extend `ReturnType<typeof …>` say nothing of their methods: the function's return type does. */
function callsOf(node: Node, file: string): string[] {
  if (node.type !== "TSInterfaceDeclaration") return [];
  const { text } = read(file);
  return [...text.slice(node.start, node.end).matchAll(/ReturnType<typeof (\w+)>/g)].flatMap(([, name]) => {
    const place = placeOf(file, name!);
    if (place.file === undefined) return [];
    const holder = read(place.file);
    const declared = holder.body.find((one) => namesOf(one.declaration ?? one).includes(place.local));
    const returned = (declared?.declaration ?? declared)?.returnType?.typeAnnotation;
    if (returned?.type !== "TSTypeLiteral") return [];
    return [`// ${name}\n${holder.text.slice(returned.start, returned.end)}`];
  });
}

function kindOf({ type }: Node): ExportedName["kind"] {
  if (/Function/.test(type)) return "function";
  if (/Class/.test(type)) return "class";
  return type === "VariableDeclaration" ? "value" : "type";
}

function namesOf(node: Node): string[] {
  if (node.type === "VariableDeclaration") return node.declarations.map(({ id }: { id: { name: string } }) => id.name);
  return node.id?.name === undefined ? [] : [node.id.name];
}

function withoutExport(text: string): string {
  return text
    .replace(/^export /, "")
    .replace(/^declare /, "")
    .replaceAll(/^ *\/\*\*(?:(?!\*\/)[\s\S])*@internal(?:(?!\*\/)[\s\S])*\*\/\n.*\n/gm, "")
    .replaceAll(/^ {4,}/gm, (spaces) => " ".repeat(spaces.length - 2 * Math.floor(spaces.length / 4)))
    .replaceAll(/^\s*(?:#private|private .*);\n/gm, "");
}

// biome-ignore lint/suspicious/noExplicitAny: nodes of ESTree, of which we look at a few fields
type Node = any;
type Specifier = {
  local: { name: string };
  imported?: { name: string };
  exported: { name: string };
  exportKind?: string;
};

interface Module {
  readonly text: string;
  readonly body: Node[];
  docBefore(start: number): DocComment | undefined;
}

const modules = new Map<string, Module>();

function read(file: string): Module {
  const known = modules.get(file);
  if (known !== undefined) return known;
  const text = readFileSync(file, "utf8");
  const { program, comments, errors } = parseSync(file, text, { lang: file.endsWith(".d.ts") ? "dts" : "ts" });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const module = {
    text,
    body: program.body as Node[],
    docBefore(start: number) {
      const comment = comments.find(
        ({ type, end }) => type === "Block" && text.slice(end, start).trim() === "" && end <= start,
      );
      return comment?.value.startsWith("*") ? readDocComment(comment.value) : undefined;
    },
  };
  modules.set(file, module);
  return module;
}

function moduleDoc(source: string): DocComment | undefined {
  const match = /^\s*\/\*(\*[\s\S]*?)\*\//.exec(readFileSync(source, "utf8"));
  return match?.[1]?.includes("@module") ? readDocComment(match[1]) : undefined;
}

/** The declarations that a specifier means; undefined for a package outside of the workspace. */
function locate(specifier: string, from: string): string | undefined {
  if (specifier.startsWith(".")) return declarationsOf(join(dirname(from), specifier).replace("/dist/", "/src/"));
  const [, name, path = ""] = /^@spanloom\/([^/]+)(\/.*)?$/.exec(specifier) ?? [];
  if (name === undefined) return undefined;
  const packageDir = resolve(import.meta.dirname, "../..", name);
  const { exports } = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8"));
  return declarationsOf(join(packageDir, exports[`.${path}`]));
}

function declarationsOf(source: string): string {
  const file = source.replace("/src/", "/dist/").replace(/\.[jt]s$/, ".d.ts");
  if (!existsSync(file)) throw new Error(`${file} is missing: run tsc -b first`);
  return file;
}
