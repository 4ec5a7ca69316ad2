// `npm run dev -- <options>`: the server, restarted when its files change, and Vite with hot reloading before it.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, node, root, toolEnvironment } from "./install.mjs";

ensureInstalled("app");
const web = join(root, "apps/web");
const server = ["--watch", "--watch-preserve-output", join(root, "apps/server/src/main.ts"), "server"];
const children = [
  spawn(node, [...server, ...process.argv.slice(2)], { stdio: "inherit" }),
  spawn(node, [join(web, "node_modules/vite/bin/vite.js")], { cwd: web, stdio: "inherit", env: toolEnvironment() }),
];
const stop = () => {
  for (const child of children) child.kill("SIGTERM");
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
for (const child of children) child.on("exit", stop);
