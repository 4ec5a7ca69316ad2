import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runProgram } from "@spanloom/test/harness/process.ts";

/** The SDK as an application has it: packed, and installed by npm into an application of its own. */
export interface InstalledSdk {
  /** Of the application. */
  readonly dir: string;
  /** What was packed. */
  readonly tarball: string;
  /** Writes a file of the application; gives its path. */
  write(name: string, text: string): Promise<string>;
  remove(): Promise<void>;
}

const here = fileURLToPath(new URL(".", import.meta.url));
const repository = join(here, "../../..");

/**
 * Below this package, so that bundlers' own packages are found from there; the SDK and what it depends on come from the
 * application's `node_modules`.
 */
export async function installSdk(): Promise<InstalledSdk> {
  const sdk = join(repository, "packages/sdk");
  await runProgram(process.execPath, [join(sdk, "scripts/build.ts")]);
  await mkdir(join(here, ".cache"), { recursive: true });
  const dir = await mkdtemp(join(here, ".cache/app-"));
  const write = async (name: string, text: string) => {
    const file = join(dir, name);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, text);
    return file;
  };
  await runProgram("npm", ["pack", join(sdk, "dist/npm"), "--pack-destination", dir]);
  const [tarball] = (await readdir(dir)).filter((name) => name.endsWith(".tgz"));
  await write("package.json", JSON.stringify({ name: "app", private: true }));
  await runProgram("npm", ["install", "--no-audit", "--no-fund", `./${tarball}`], { cwd: dir });
  return {
    dir,
    tarball: join(dir, tarball!),
    write,
    remove: () => rm(dir, { recursive: true, force: true, maxRetries: 5 }),
  };
}

const require = createRequire(import.meta.url);

/** The command of a package that this one depends on. */
export function commandOf(name: string, command = name): string {
  const file = require.resolve(`${name}/package.json`);
  const { bin } = require(file) as { bin: string | Record<string, string> };
  return join(file, "..", typeof bin === "string" ? bin : bin[command]!);
}
