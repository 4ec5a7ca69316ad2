/**
 * `node scripts/build.ts`: makes dist/npm, the directory that is published. Everything in it follows from package.json:
 * each row of `exports` becomes an ES module and a CommonJS module with types for both, packages of this workspace are
 * bundled in, and dependencies get the versions that are installed, with which the tests ran.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { writeTypes } from "./types.ts";

const packageDir = fileURLToPath(new URL("..", import.meta.url));
const outDir = join(packageDir, "dist/npm");

interface Manifest {
  readonly version: string;
  readonly exports: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

const manifest = JSON.parse(readFileSync(join(packageDir, "package.json"), "utf8")) as Manifest;
/** `./openai` → `openai`, `.` → `index`; with the source of each. */
const entries = Object.fromEntries(
  Object.entries(manifest.exports).map(([path, source]) => [path === "." ? "index" : path.slice(2), source]),
);

rmSync(outDir, { recursive: true, force: true });
mkdirSync(outDir, { recursive: true });
execFileSync(join(packageDir, "../../node_modules/.bin/tsc"), ["-b", packageDir], { stdio: "inherit" });
await writeModules();
const typesOf = writeTypes(packageDir, outDir, entries);
writeFileSync(join(outDir, "package.json"), `${JSON.stringify(published(), null, 2)}\n`);
for (const file of ["README.md", "LICENSE"]) copyIfThere(file);

async function writeModules(): Promise<void> {
  const bundle = await rolldown({
    cwd: packageDir,
    input: entries,
    platform: "neutral",
    external: (id) => !/^(\.|\/|@spanloom\/(?!sdk))/.test(id),
    transform: { target: "es2022" },
    // The descriptors of messages that nothing encodes or decodes here.
    treeshake: { manualPureFunctions: ["message"] },
  });
  for (const [format, ending] of [
    ["esm", "mjs"],
    ["cjs", "cjs"],
  ] as const) {
    await bundle.write({
      dir: outDir,
      format,
      entryFileNames: `[name].${ending}`,
      chunkFileNames: `shared/[name]-[hash].${ending}`,
      exports: "named",
    });
  }
  await bundle.close();
}

function published(): object {
  const { devDependencies, scripts, publishConfig, files, exports, dependencies, ...rest } = manifest;
  return {
    ...rest,
    exports: {
      ...Object.fromEntries(
        Object.entries(exports).map(([path]) => {
          const name = path === "." ? "index" : path.slice(2);
          return [
            path,
            {
              import: { types: typesOf(name, "mts"), default: `./${name}.mjs` },
              require: { types: typesOf(name, "cts"), default: `./${name}.cjs` },
            },
          ];
        }),
      ),
      "./package.json": "./package.json",
    },
    // For resolvers from before `exports`.
    main: "./index.cjs",
    module: "./index.mjs",
    types: typesOf("index", "cts"),
    dependencies: Object.fromEntries(
      Object.keys(dependencies)
        .filter((name) => !name.startsWith("@spanloom/"))
        .map((name) => [name, versionOf(name)]),
    ),
  };
}

/**
 * OpenTelemetry's packages name one another by exact versions, so with any other than theirs an application gets two. Its
 * API is the application's as well, and any patch of it will do.
 */
function versionOf(name: string): string {
  const file = join(packageDir, "node_modules", name, "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version: string };
  return name === "@opentelemetry/api" ? `~${version}` : version;
}

function copyIfThere(file: string): void {
  try {
    const to = join(outDir, file);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, readFileSync(join(packageDir, file)));
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code !== "ENOENT") throw fault;
  }
}
