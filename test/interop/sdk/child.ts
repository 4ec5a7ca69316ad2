/** One process of a trace over many: it is told of its parent by headers, and configured by the environment alone. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { flush, getTracingHeaders, withSpan, withTracingHeaders } from "@spanloom/sdk";

const depth = Number(process.argv[2]);

await withTracingHeaders(JSON.parse(process.env.TRACING_HEADERS ?? "{}"), () =>
  withSpan(
    async () => {
      if (depth === 1) return;
      const env = { ...process.env, TRACING_HEADERS: JSON.stringify(getTracingHeaders()) };
      const child = spawn(process.execPath, [fileURLToPath(import.meta.url), String(depth - 1)], {
        env,
        stdio: "inherit",
      });
      const [code] = await once(child, "exit");
      if (code !== 0) throw new Error(`The next process ended with ${code}`);
    },
    { name: `process ${depth}` },
  ),
);
await flush();
