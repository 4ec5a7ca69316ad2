// `npm test`: everything that must hold, in the order in which a mistake is cheapest to find. `npm test -- <words>`
// runs the test files whose path contains one of the words. The last line counts tests and checks together.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureInstalled, node, root, toolEnvironment } from "./install.mjs";
import { ensureWebApp } from "./web.mjs";

const words = process.argv.slice(2);
const count = { passed: 0, failed: 0, skipped: 0 };

ensureInstalled("all");
if (words.length === 0) {
  check("formatted and linted", () => tool("biome", "ci", "."));
  check("types", () => tool("tsc", "-b"));
  check("generated files match proto/ and the tables", () => [
    run(node, [join(root, "scripts/generate.mjs"), "--check"]),
  ]);
  check("nothing unused", () => tool("knip"));
  check("web app builds", () => [ensureWebApp()]);
} else {
  ensureWebApp();
}

// The whole runs in parts, because the later ones measure time and kill processes, which a busy machine would disturb.
// Other people's clients wait more than they work, so both halves of theirs and the SDK's tests go side by side.
if (words.length > 0) await vitest([]);
else {
  await vitest(["unit", "postgres"]);
  await Promise.all([vitest(["interop"], "--shard=1/2"), vitest(["interop"], "--shard=2/2"), vitest(["sdk"])]);
  await vitest(["fault"]);
  await vitest(["e2e"]);
}

if (count.passed + count.failed + count.skipped === 0) {
  console.error(`No test file's path contains ${words.map((word) => `"${word}"`).join(" or ")}.`);
  count.failed += 1;
}
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exit(count.failed === 0 ? 0 : 1);

function check(name, run) {
  const started = Date.now();
  const passed = run().every(Boolean);
  console.log(`${passed ? "✓" : "✗"} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  count[passed ? "passed" : "failed"] += 1;
}

function tool(name, ...args) {
  return [run(join(root, "node_modules", ".bin", name), args)];
}

function run(command, args) {
  return spawnSync(command, args, { cwd: root, stdio: "inherit", env: toolEnvironment() }).status === 0;
}

/** No projects: all of them. A run that gave no report (it crashed before its first test) counts as one failure. */
async function vitest(projects, ...flags) {
  const directory = mkdtempSync(join(tmpdir(), "spanloom-tests-"));
  const report = join(directory, "report.json");
  const child = spawn(
    node,
    [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      "--passWithNoTests",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...projects.flatMap((project) => ["--project", project]),
      ...flags,
      ...words,
    ],
    { cwd: root, stdio: "inherit", env: toolEnvironment() },
  );
  const [status] = await once(child, "exit");
  const succeeded = status === 0;
  const before = count.failed;
  if (existsSync(report)) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(readFileSync(report, "utf8"));
    count.passed += numPassedTests;
    count.failed += numFailedTests;
    count.skipped += numPendingTests + numTodoTests;
  }
  if (!succeeded && count.failed === before) count.failed += 1;
  rmSync(directory, { recursive: true, force: true });
}
