import { freePort } from "@spanloom/test/harness/ports.ts";
import { type RunningProgram, runProgram, startProgram } from "@spanloom/test/harness/process.ts";
import { readerOf } from "@spanloom/test/harness/reader.ts";
import { startServer, type TestServer } from "@spanloom/test/harness/server.ts";
import { until } from "@spanloom/test/harness/wait.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandOf, type InstalledSdk, installSdk } from "./installed-sdk.ts";

/** Next's names: a Node process, and a sandbox that has what browsers have and little of Node. */
const runtimes = ["nodejs", "edge"] as const;

let server: TestServer;
let sdk: InstalledSdk;
beforeAll(async () => {
  [server, sdk] = await Promise.all([startServer(), installSdk()]);
  await sdk.write("app/layout.jsx", "export default ({ children }) => <html><body>{children}</body></html>;");
  await sdk.write("app/page.jsx", "export default () => <p>app</p>;");
  await sdk.write(
    "instrumentation.js",
    `import { init } from "@spanloom/sdk";
    export const register = () => init({ url: ${JSON.stringify(server.url)} });`,
  );
  for (const runtime of runtimes) await sdk.write(`app/${runtime}/route.js`, routeOn(runtime));
  await sdk.write("next.config.mjs", "export default { turbopack: { root: process.cwd() + '/../../../../..' } };");
});
afterAll(async () => {
  await Promise.all([server?.dispose(), sdk?.remove()]);
});

const next = (...args: string[]): [string, string[]] => [process.execPath, [commandOf("next"), ...args]];
const env = { NEXT_TELEMETRY_DISABLED: "1" };

test.each(["--turbopack", "--webpack"])(
  "Next builds with %s, and its routes trace in Node and in the edge runtime",
  async (bundler) => {
    await runProgram(...next("build", bundler), { cwd: sdk.dir, env });
    const port = await freePort();
    const app = startProgram(...next("start", "--port", String(port)), { cwd: sdk.dir, env });
    try {
      for (const runtime of runtimes) {
        const traceId = await ask(app, `http://127.0.0.1:${port}/${runtime}`);
        const id = traceId.slice("tr-".length);
        await readerOf(server.url).complete(id, 2);
        const { trace, depth } = await readerOf(server.url).skeleton(id);
        expect({ name: trace.name, depth }, runtime).toEqual({ name: `root in ${runtime}`, depth: [0, 1] });
      }
    } finally {
      await app.stop();
    }
  },
  400_000,
); // a build takes a minute on a busy machine

function routeOn(runtime: string): string {
  return `import { after } from "next/server";
    import { getCurrentActiveSpan, trace, waitUntil } from "@spanloom/sdk";
    export const runtime = "${runtime}";
    export const dynamic = "force-dynamic";
    const child = trace(async () => "because", { name: "child" });
    const root = trace(async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      await child();
      return getCurrentActiveSpan().traceId;
    }, { name: "root in " + (globalThis.EdgeRuntime === undefined ? "nodejs" : "edge") });
    export async function GET() {
      const traceId = await root();
      waitUntil(after);
      return new Response(traceId);
    }`;
}

async function ask(app: RunningProgram, url: string): Promise<string> {
  const gone = app.exited.then((code) => {
    throw new Error(`The application ended with ${code}:\n${app.output()}`);
  });
  gone.catch(() => undefined);
  const answer = until(url, async () => {
    const response = await fetch(url);
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status}: ${text.slice(0, 500)}\n${app.output()}`);
    return text;
  });
  return Promise.race([gone, answer]);
}
