import { execFileSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./ports.ts";
import { unprivileged } from "./postgres.ts";
import { runProgram, startProgram } from "./process.ts";
import { pathOf } from "./requires.ts";
import { until } from "./wait.ts";

/** MariaDB with an empty database `mlflow`, in a directory of its own; needs the tool `mariadb`. */
export async function startMariadb(): Promise<{ readonly uri: string; dispose(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), "spanloom-mariadb-"));
  const account: { uid?: number; gid?: number } = process.getuid?.() === 0 ? unprivileged() : {};
  if (account.uid !== undefined) chownSync(dir, account.uid, account.gid!);
  const data = `--datadir=${join(dir, "data")}`;
  execFileSync(
    "mariadb-install-db",
    ["--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db"],
    { ...account, cwd: dir, stdio: ["ignore", "ignore", "inherit"] },
  );
  const port = await freePort();
  const address = ["--bind-address=127.0.0.1", `--port=${port}`, `--socket=${join(dir, "socket")}`];
  const program = startProgram(pathOf("mariadb"), ["--no-defaults", data, ...address], { ...account, cwd: dir });
  const client = ["--no-defaults", "--host=127.0.0.1", `--port=${port}`, "--user=root"];
  await until("MariaDB", async () => {
    await runProgram("mariadb", [...client, "--execute=create database if not exists mlflow character set utf8mb4"]);
    return true;
  });
  return {
    uri: `mysql+pymysql://root@127.0.0.1:${port}/mlflow`,
    async dispose() {
      await program.kill();
      rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
