// Brings what the repository needs, given nothing but Node 20 and npm: the pinned pnpm installs the lock file, and with it
// comes Node 24 (the npm package `node`), which runs the TypeScript. Plain JavaScript without dependencies, because it
// runs before there are any.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** Node 24, once `ensureInstalled` has run. */
export const node = join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

const stampFile = join(root, "node_modules", ".spanloom-install");

/** What can be installed, each with all of those before it: the server and the web app; the example; the tests' packages. */
const extents = {
  app: ["@spanloom/server...", "@spanloom/web..."],
  example: ["@spanloom/server...", "@spanloom/web...", "@spanloom/example-agent..."],
  all: [],
};

/**
 * Installs when the lock file is not the one installed last, or less was installed than `what`, a key of `extents`. More is
 * enough, so that no two commands undo one another. Says nothing else unless it fails.
 */
export function ensureInstalled(what) {
  const stamp = installStamp();
  const installed = existsSync(node) && existsSync(stampFile) ? readFileSync(stampFile, "utf8") : "";
  const names = Object.keys(extents);
  if (names.slice(names.indexOf(what)).some((name) => installed === `${stamp} ${name}`)) return;
  console.error("Installing dependencies (only when the lock file has changed) …");
  const { name, packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const projects = extents[what];
  const filters = (projects.length === 0 ? [] : [...projects, name]).map((project) => `--filter=${project}`);
  const result = spawnSync("npx", ["-y", packageManager, "install", "--frozen-lockfile", ...filters], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, ...writableHome(), CI: "true", npm_config_update_notifier: "false" },
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === "win32",
  });
  if (result.status !== 0) {
    console.error(`${result.stdout ?? ""}${result.stderr ?? ""}${result.error ?? ""}`);
    console.error("Spanloom could not install its dependencies; the lines above say why.");
    process.exit(1);
  }
  writeFileSync(stampFile, `${stamp} ${what}`);
}

/** The environment for tools that look for `node` and for each other on the path. */
export function toolEnvironment() {
  const path = [join(root, "node_modules", "node", "bin"), join(root, "node_modules", ".bin"), process.env.PATH ?? ""];
  return { ...process.env, PATH: path.join(delimiter) };
}

function installStamp() {
  const hash = createHash("sha256").update(`${root}\0${process.platform}-${process.arch}\0`);
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml"]) hash.update(readFileSync(join(root, file)));
  return hash.digest("hex");
}

/** npm and pnpm keep caches at home; where there is no home to write to, they get one inside the repository. */
function writableHome() {
  try {
    accessSync(homedir(), constants.W_OK);
    return {};
  } catch {
    const home = join(root, ".cache", "home");
    mkdirSync(home, { recursive: true });
    return {
      HOME: home,
      npm_config_cache: join(home, ".npm"),
      npm_config_userconfig: join(homedir(), ".npmrc"), // registries and certificates are still the user's
      XDG_DATA_HOME: "",
      XDG_CACHE_HOME: "",
      XDG_STATE_HOME: "",
      XDG_CONFIG_HOME: "",
    };
  }
}
