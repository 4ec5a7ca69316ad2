import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** A module's declarations exist twice, because those of an ES module are none of a CommonJS one. */
type Ending = "mts" | "cts";

/**
 * Writes the declarations that tsc emitted, of this package and of those it bundles, below `types/`: only files that an
 * entry leads to, each as `.d.mts` and `.d.cts` with specifiers that name the same kind. Gives the path of an entry's.
 */
export function writeTypes(
  packageDir: string,
  outDir: string,
  entries: Readonly<Record<string, string>>,
): (entry: string, ending: Ending) => string {
  const workspace = resolve(packageDir, "..");
  const emitted = (source: string) => source.replace("/src/", "/dist/").replace(/\.ts$/, ".d.ts");
  const target = (file: string, ending: Ending) =>
    join(
      outDir,
      "types",
      relative(workspace, file)
        .replace("/dist/", "/")
        .replace(/\.d\.ts$/, `.d.${ending}`),
    );
  const seen = new Set<string>();

  const write = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
    for (const ending of ["mts", "cts"] as const) {
      const to = target(file, ending);
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(
        to,
        text.replace(specifiers, (_, before: string, specifier: string, after: string) => {
          const found = locate(specifier, file);
          return `${before}${found === undefined ? specifier : pathTo(to, target(found, ending))}${after}`;
        }),
      );
    }
    for (const [, , specifier] of text.matchAll(specifiers)) {
      const found = locate(specifier!, file);
      if (found !== undefined) write(found);
    }
  };

  /** The declarations that a specifier means; undefined for a package that is not bundled. */
  const locate = (specifier: string, from: string): string | undefined => {
    if (specifier.startsWith(".")) return existing(join(dirname(from), specifier.replace(/\.[jt]s$/, ".d.ts")));
    const [, name, path = ""] = /^@spanloom\/([^/]+)(\/.*)?$/.exec(specifier) ?? [];
    if (name === undefined) return undefined;
    const manifest = JSON.parse(readFileSync(join(workspace, name, "package.json"), "utf8"));
    const source = (manifest as { exports: Record<string, string> }).exports[`.${path}`];
    if (source === undefined) throw new Error(`${from} imports ${specifier}, which ${name} does not export`);
    return existing(emitted(join(workspace, name, source)));
  };

  const located = Object.fromEntries(
    Object.entries(entries).map(([name, source]) => [name, emitted(join(packageDir, source))]),
  );
  for (const file of Object.values(located)) write(file);
  return (entry, ending) => `./${relative(outDir, target(located[entry]!, ending))}`;
}

/** Of `from "x"`, `import "x"` and `import("x")`, as tsc writes them. */
const specifiers = /(\bfrom "|\bimport "|\bimport\(")([^"]+)(")/g;

function existing(file: string): string {
  if (!existsSync(file)) throw new Error(`${file} is missing: has tsc -b run?`);
  return file;
}

/** A relative specifier, with the ending of the module that the declarations are of. */
function pathTo(from: string, to: string): string {
  const path = relative(dirname(from), to).replace(/\.d\.([mc])ts$/, ".$1js");
  return path.startsWith(".") ? path : `./${path}`;
}
