// `npm run build:sdk`: makes packages/sdk/dist/npm, the package as it is published, and says how an application installs it.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled, node, root, toolEnvironment } from "./install.mjs";

ensureInstalled("example");
const sdk = join(root, "packages", "sdk");
const { status } = spawnSync(node, [join(sdk, "scripts", "build.ts")], { stdio: "inherit", env: toolEnvironment() });
if (status !== 0) process.exit(status ?? 1);
console.log(`The SDK is built. In your application:\n\n  npm install ${join(sdk, "dist", "npm")}\n`);
