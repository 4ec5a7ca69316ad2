import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { startBrowser } from "@spanloom/test/harness/browser.ts";
import { runProgram } from "@spanloom/test/harness/process.ts";
import { readerOf } from "@spanloom/test/harness/reader.ts";
import { startServer, type TestServer } from "@spanloom/test/harness/server.ts";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commandOf, type InstalledSdk, installSdk } from "./installed-sdk.ts";

let server: TestServer;
let sdk: InstalledSdk;
beforeAll(async () => {
  [server, sdk] = await Promise.all([startServer(), installSdk()]);
});
afterAll(async () => {
  await Promise.all([server?.dispose(), sdk?.remove()]);
});

/** Traces a call with a child on the far side of an `await`; gives the trace's id. */
const traced = (url: string) => `
  init({ url: ${JSON.stringify(url)}, serviceName: "platform" });
  const child = trace(async (question) => "because " + question, { name: "child" });
  const root = trace(async function answer(question) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    await child(question);
    return getCurrentActiveSpan().traceId;
  }, { name: "root" });
`;
const names = "flush, getCurrentActiveSpan, init, trace, waitUntil, withSpan";

/** The same tree without an `await`. */
const syncTree = `withSpan((span) => { withSpan(() => {}, { name: "child" }); return span.traceId; }, { name: "root" })`;

async function expectTree(traceId: string): Promise<void> {
  const { trace, count, depth } = await readerOf(server.url).skeleton(traceId.trim().slice("tr-".length));
  expect(trace).toMatchObject({ name: "root", state: "OK" });
  expect({ count, depth }).toEqual({ count: 2, depth: [0, 1] });
}

const runtimes: Readonly<Record<string, () => readonly string[]>> = {
  "Node 22": () => [commandOf("node22", "node")],
  "Node 24": () => [process.execPath],
  Bun: () => [commandOf("bun")],
  Deno: () => [commandOf("deno"), "run", "--quiet", "--allow-all", "--node-modules-dir=manual"],
};

describe.each(Object.keys(runtimes))("%s", (name) => {
  const run = (file: string) => {
    const [command, ...args] = runtimes[name]!();
    return runProgram(command!, [...args, file], { cwd: sdk.dir, env: { DENO_NO_UPDATE_CHECK: "1" } });
  };

  test("flush delivers, with the tree that async calls make", async () => {
    const file = await sdk.write(
      "flush.mjs",
      `import { ${names} } from "@spanloom/sdk";
      ${traced(server.url)}
      const traceId = await root("why");
      await flush();
      console.log(traceId);`,
    );
    await expectTree(await run(file));
  });

  test("a script that just ends has delivered, and so has one that calls process.exit", async () => {
    for (const [kind, last] of [
      ["end", ""],
      ["exit", "process.exit(0);"],
    ]) {
      const file = await sdk.write(
        `${kind}.mjs`,
        `import { ${names} } from "@spanloom/sdk";
        ${traced(server.url)}
        console.log(await root("why"));
        ${last}`,
      );
      await expectTree(await run(file));
    }
  });

  test("require works as import does", async () => {
    const file = await sdk.write(
      "required.cjs",
      `const { ${names} } = require("@spanloom/sdk");
      ${traced(server.url)}
      root("why").then(async (traceId) => { await flush(); console.log(traceId); });`,
    );
    await expectTree(await run(file));
  });
});

describe("workerd", () => {
  /** What keeps a worker alive once its response is sent is `waitUntil` alone. */
  const worker = (call: string) => `import { ${names} } from "@spanloom/sdk";
    export default {
      async fetch(request, env, ctx) {
        ${traced(server.url)}
        const traceId = ${call};
        waitUntil(ctx);
        return new Response(traceId);
      },
    };`;

  test.each([
    ["with nodejs_compat", 'await root("why")', ["nodejs_compat"]],
    ["without, where calls nest as long as nothing is awaited", syncTree, []],
  ])("waitUntil delivers after the response, %s", async (_, call, compatibilityFlags) => {
    const script = await bundled(worker(call), "esm", ["workerd", "worker", "browser"]);
    const flare = new Miniflare({ modules: true, script, compatibilityDate: "2026-01-01", compatibilityFlags });
    try {
      for (let request = 0; request < 3; request++) {
        const traceId = await (await flare.dispatchFetch("http://worker/")).text();
        await readerOf(server.url).complete(traceId.slice("tr-".length), 2);
        await expectTree(traceId);
      }
    } finally {
      await flare.dispose();
    }
  });
});

test("a browser: flush delivers, and what waits is sent when the page is hidden", async () => {
  const script = await bundled(
    `import { ${names} } from "@spanloom/sdk";
    ${traced(server.url)}
    window.flushed = async () => {
      const traceId = ${syncTree};
      await flush();
      return traceId;
    };
    window.left = () => ${syncTree};
  `,
    "iife",
    ["browser"],
  );
  const pages = createServer((request, response) => {
    const isScript = request.url === "/app.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? script : "<!doctype html><title>app</title><script src=/app.js></script>");
  });
  await new Promise<void>((resolve) => pages.listen(0, "127.0.0.1", resolve));
  const origin = `http://localhost:${(pages.address() as AddressInfo).port}`;
  const browser = await startBrowser(origin);
  try {
    const { page, complaints } = await browser.open();
    await page.goto("/");
    await expectTree(await page.evaluate("flushed()"));
    const left = await page.evaluate<string>("left()");
    await page.goto("about:blank");
    await readerOf(server.url).complete(left.slice("tr-".length), 2);
    expect(complaints).toEqual([]);
  } finally {
    await browser.close();
    pages.close();
  }
});

async function bundled(contents: string, format: "esm" | "iife", conditions: string[]): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: sdk.dir },
    bundle: true,
    write: false,
    format,
    conditions,
    platform: "browser",
    external: ["node:*"],
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}

describe("bundlers, run by Node", () => {
  const app = () => `import { ${names} } from "@spanloom/sdk";
    ${traced(server.url)}
    root("why").then(async (traceId) => { await flush(); console.log(traceId); });`;
  const check = async (file: string) => expectTree(await runProgram(process.execPath, [file]));

  test.each(["esm", "cjs"] as const)("esbuild to %s", async (format) => {
    const entry = await sdk.write("esbuild.mjs", app());
    const outfile = `${sdk.dir}/out/esbuild.${format === "esm" ? "mjs" : "cjs"}`;
    await build({
      entryPoints: [entry],
      bundle: true,
      minify: true,
      platform: "node",
      format,
      outfile,
      logLevel: "silent",
    });
    await check(outfile);
  });

  test("Vite", async () => {
    const { build: viteBuild } = await import("vite");
    const entry = await sdk.write("vite.mjs", app());
    await viteBuild({
      root: sdk.dir,
      configFile: false,
      logLevel: "silent",
      ssr: { noExternal: true },
      build: { ssr: entry, outDir: "out/vite", rollupOptions: { output: { entryFileNames: "vite.mjs" } } },
    });
    await check(`${sdk.dir}/out/vite/vite.mjs`);
  });

  test("webpack, without a warning", async () => {
    const { default: webpack } = await import("webpack");
    const entry = await sdk.write("webpack.mjs", app());
    const stats = await new Promise<{ toJson(options: object): { errors?: object[]; warnings?: object[] } }>(
      (resolve, reject) =>
        webpack(
          {
            mode: "production",
            target: "node",
            context: sdk.dir,
            entry,
            output: { path: `${sdk.dir}/out/webpack`, filename: "webpack.cjs" },
          },
          (error, done) => (error ? reject(error) : resolve(done!)),
        ),
    );
    const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
    expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
    await check(`${sdk.dir}/out/webpack/webpack.cjs`);
  });
});
