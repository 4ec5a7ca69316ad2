// Builds the web app when what it is made from has changed since the last build.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { node, root, toolEnvironment } from "./install.mjs";

const app = join(root, "apps", "web");
const stampFile = join(app, "dist", ".built-from");
const inputs = [
  "pnpm-lock.yaml",
  "apps/web/index.html",
  "apps/web/package.json",
  "apps/web/vite.config.ts",
  "apps/web/public",
  "apps/web/src",
  "packages/wire/src",
  "packages/conventions/src",
  "packages/filter/src",
];

/** Returns true when `apps/web/dist` is up to date afterwards. Quiet unless the build fails. */
export function ensureWebApp() {
  const stamp = contentHash();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return true;
  console.error("Building the web app (only when it has changed) …");
  const vite = join(app, "node_modules", "vite", "bin", "vite.js");
  const result = spawnSync(node, [vite, "build", "--logLevel", "warn"], {
    cwd: app,
    encoding: "utf8",
    env: toolEnvironment(),
  });
  if (result.status !== 0) {
    console.error(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error ?? ""}`);
    return false;
  }
  writeFileSync(stampFile, stamp);
  return true;
}

/** Contents, not times: a fresh clone, a branch switch and a copied tree all touch times without changing anything. */
function contentHash() {
  const hash = createHash("sha256");
  for (const input of inputs) {
    for (const file of filesUnder(join(root, input)))
      hash.update(`${relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

function filesUnder(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return /\.test\.tsx?$/.test(path) ? [] : [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}
