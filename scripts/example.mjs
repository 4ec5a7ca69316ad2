// `npm run example -- "a question"`: installs what the example needs and runs it with Node 24. A server must be running.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, node, root } from "./install.mjs";

ensureInstalled("example");
const { status } = spawnSync(node, [join(root, "examples/agent/src/main.ts"), ...process.argv.slice(2)], {
  stdio: "inherit",
});
process.exit(status ?? 1);
