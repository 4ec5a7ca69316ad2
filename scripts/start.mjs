// `npm start -- <options>` and `npm run spanloom -- <command> <options>`: installs, builds the web app where the command is
// `server`, and runs the command with Node 24.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { ensureInstalled, node, root } from "./install.mjs";
import { ensureWebApp } from "./web.mjs";

const words = process.argv.slice(2);
ensureInstalled("app");
if (words[0] === "server" && !ensureWebApp())
  console.error("The web app could not be built (above); the server starts without it.");

// Relative paths in options mean the directory that npm was called from, not the one that npm changes to. The IPC
// channel tells the server when this launcher is gone without a signal, so that none is left behind.
// Spans live for one commit: a larger young generation would hold three times as much memory of the system and save nothing.
const memory = "--max-semi-space-size=8";
const server = spawn(node, [memory, join(root, "apps/server/src/main.ts"), ...words], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: ["inherit", "inherit", "inherit", "ipc"],
  // Half of a start is spent on compiling; what was compiled once is kept.
  env: { NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "compiled"), ...process.env },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => server.kill(signal));
// npm passes a signal to the shell that it started us by, and some shells end without passing it on.
if (process.env.npm_lifecycle_event !== undefined) {
  const shell = process.ppid;
  setInterval(() => process.ppid === shell || server.kill("SIGTERM"), 250);
}
server.on("exit", (code, signal) => {
  process.exit(signal === null ? code : 128 + constants.signals[signal]);
});
