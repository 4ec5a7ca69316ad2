import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core";
import { runProgram } from "@spanloom/test/harness/process.ts";
import { build } from "esbuild";
import { publint } from "publint";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type InstalledSdk, installSdk } from "./installed-sdk.ts";

let sdk: InstalledSdk;
let entries: string[];
beforeAll(async () => {
  sdk = await installSdk();
  const { exports } = JSON.parse(await readFile(`${sdk.dir}/node_modules/@spanloom/sdk/package.json`, "utf8"));
  entries = Object.keys(exports).filter((path) => path !== "./package.json");
});
afterAll(() => sdk?.remove());

test("types are those of the module that is loaded, for every entry and every way to resolve it", async () => {
  const data = await readFile(sdk.tarball);
  const { problems } = (await checkPackage(createPackageFromTarballData(data))) as {
    problems: { kind: string; resolutionKind?: string }[];
  };
  // Resolution from before `exports` knows the package's name only; TypeScript calls it deprecated.
  expect(problems.filter(({ resolutionKind }) => resolutionKind !== "node10")).toEqual([]);
});

test("publint finds nothing", async () => {
  const { messages } = await publint({ pkgDir: `${sdk.dir}/node_modules/@spanloom/sdk`, strict: true });
  expect(messages).toEqual([]);
});

test("nothing of this workspace is left to install", async () => {
  const { dependencies } = JSON.parse(await readFile(`${sdk.dir}/node_modules/@spanloom/sdk/package.json`, "utf8"));
  expect(Object.keys(dependencies).filter((name) => !name.startsWith("@opentelemetry/"))).toEqual([]);
  expect(JSON.stringify(dependencies)).not.toMatch(/workspace:|catalog:/);
});

test("every entry gives the same names to import and to require", async () => {
  expect(entries).toContain(".");
  const names = `(module) => Object.keys(module).filter((name) => name !== "default" && name !== "module.exports").sort()`;
  const paths = JSON.stringify(entries.map((path) => path.replace(".", "@spanloom/sdk")));
  const imported = await sdk.write(
    "names.mjs",
    `const all = [];
    for (const path of ${paths}) all.push([path, (${names})(await import(path))]);
    console.log(JSON.stringify(all));`,
  );
  const required = await sdk.write(
    "names.cjs",
    `
    console.log(JSON.stringify(${paths}.map((path) => [path, (${names})(require(path))])));`,
  );
  const [esm, cjs] = await Promise.all([imported, required].map((file) => runProgram(process.execPath, [file])));
  expect(JSON.parse(esm!)).toEqual(JSON.parse(cjs!));
  for (const [path, found] of JSON.parse(esm!)) expect(found, path).not.toEqual([]);
});

test("importing it does nothing: no global, no listener, no timer, no request", async () => {
  const file = await sdk.write(
    "import-only.mjs",
    `
    const seen = () => JSON.stringify([
      Reflect.ownKeys(globalThis).map(String).sort(),
      ["exit", "beforeExit", "SIGTERM", "SIGINT", "uncaughtException", "unhandledRejection"].map((name) => process.listenerCount(name)),
      process.getActiveResourcesInfo().filter((name) => name !== "TTYWrap" && name !== "PipeWrap"),
    ]);
    const before = seen();
    for (const path of ${JSON.stringify(entries.map((path) => path.replace(".", "@spanloom/sdk")))}) await import(path);
    await new Promise((resolve) => setImmediate(resolve));
    console.log(JSON.stringify([before, seen()]));`,
  );
  const [before, after] = JSON.parse(await runProgram(process.execPath, [file]));
  expect(after).toBe(before);
});

test("the core is less than 50 kB minified and compressed, OpenTelemetry aside", async () => {
  const bytes = await bundledBytes(sdk, `export * from "@spanloom/sdk";`);
  expect(bytes).toBeLessThan(50_000);
});

test("what is not used is left out of a bundle", async () => {
  const [all, some] = await Promise.all([
    bundledBytes(sdk, `export * from "@spanloom/sdk";`),
    bundledBytes(sdk, `export { trace } from "@spanloom/sdk";`),
  ]);
  const none = await bundledBytes(sdk, `import "@spanloom/sdk";`);
  expect(some).toBeLessThan(all);
  expect(none).toBeLessThan(100);
});

async function bundledBytes({ dir }: InstalledSdk, contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: dir },
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "neutral",
    mainFields: ["module", "main"],
    external: ["@opentelemetry/*"],
    logLevel: "silent",
  });
  return gzipSync(outputFiles[0]!.contents).length;
}
