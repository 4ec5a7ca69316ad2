import { once } from "node:events";
import { flushCompileCache } from "node:module";
import { loadOptions } from "../config/load.ts";
import { options } from "../config/options.ts";
import { createLog } from "../log.ts";
import { type RunningServer, start } from "../start.ts";
import type { Command } from "./commands.ts";

export const server: Command = {
  summary: "Takes traces over OTLP, and serves the API and the web app.",
  options,
  async run(flags) {
    const chosen = loadOptions(flags);
    const log = createLog(chosen.logLevel);
    const running = await start(chosen, log);
    process.stdout.write(announcement(running));
    // What the launcher has kept (NODE_COMPILE_CACHE), now: a server that is killed would leave the next start without.
    flushCompileCache();
    const reason = await untilToldToStop();
    log.info("stopping", { reason });
    await running.close();
    log.info("stopped");
    return 0;
  },
};

function announcement({ url, otlp, place, artifacts, notices }: RunningServer): string {
  const lines = [
    `Spanloom is ready at ${url}`,
    ...(otlp.http.length === 0
      ? []
      : [`  OTLP over HTTP  ${otlp.http.map((base) => `${base}/v1/traces`).join("  or  ")}`]),
    ...(otlp.grpc === undefined ? [] : [`  OTLP over gRPC  ${otlp.grpc}`]),
    ...(place === artifacts ? [] : [`  data            ${place}`]),
    `  artifacts       ${artifacts}`,
    ...notices.map((notice) => `  note            ${notice}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** A terminal and the launcher may both pass the same Ctrl-C on: a second one counts only when a person sent it. */
const impatientAfterMs = 1000;

/** The launcher holds an IPC channel open, so that its death, which no signal tells of, is noticed too. */
async function untilToldToStop(): Promise<string> {
  const causes = (["SIGINT", "SIGTERM", "SIGHUP"] as const).map((signal) => once(process, signal).then(() => signal));
  const reason = await Promise.race<string>([...causes, once(process, "disconnect").then(() => "launcher is gone")]);
  const told = Date.now();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (Date.now() - told > impatientAfterMs) process.exit(130);
    });
  }
  if (process.connected) process.disconnect();
  return reason;
}
