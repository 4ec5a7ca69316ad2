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

await vitest();

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

/** A run that gave no report (it crashed before its first test) counts as one failure. */
async function vitest() {
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
