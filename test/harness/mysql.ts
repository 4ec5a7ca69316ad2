import { execFileSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./ports.ts";
import { unprivileged } from "./postgres.ts";
import { startProgram } from "./process.ts";
import { pathOf } from "./requires.ts";
import { until } from "./wait.ts";

/**
 * MySQL or MariaDB, whichever the tool `mysql` is, in a directory of its own: an empty database `mlflow` and a user with
 * a password, who signs in as that server has it by default (MySQL: by caching_sha2_password, and here only with TLS).
 */
export async function startMysql(): Promise<{ readonly uri: string; dispose(): Promise<void> }> {
  const dir = mkdtempSync(join(tmpdir(), "spanloom-mysql-"));
  const account: { uid?: number; gid?: number } = process.getuid?.() === 0 ? unprivileged() : {};
  if (account.uid !== undefined) chownSync(dir, account.uid, account.gid!);
  const server = pathOf("mysql");
  const data = `--datadir=${join(dir, "data")}`;
  const isMariadb = execFileSync(server, ["--version"], { encoding: "utf8" }).includes("MariaDB");
  const [program, ...args] = isMariadb
    ? ["mariadb-install-db", "--no-defaults", data, "--skip-test-db"]
    : [server, "--no-defaults", data, "--initialize-insecure"];
  execFileSync(program!, args, { ...account, cwd: dir, stdio: ["ignore", "ignore", "inherit"] });
  const init = join(dir, "init.sql");
  const password = "p@ss/w:rd%";
  writeFileSync(
    init,
    `create database mlflow character set utf8mb4;
create user 'ann'@'%' identified by '${password}'${isMariadb ? "" : " require ssl"};
grant all on mlflow.* to 'ann'@'%';
`,
  );
  const port = await freePort();
  const options = [
    "--bind-address=127.0.0.1",
    `--port=${port}`,
    `--socket=${join(dir, "socket")}`,
    `--init-file=${init}`,
    `--secure-file-priv=${dir}`, // Debian's default is a directory that only its packages make
    "--loose-mysqlx=OFF", // a second port, always the same one
    "--skip-log-bin", // with it, MLflow's triggers need a privilege that only an administrator has
    "--innodb-flush-log-at-trx-commit=0",
  ];
  const running = startProgram(server, ["--no-defaults", data, ...options], { ...account, cwd: dir });
  await until(
    "MySQL",
    () => {
      if (running.output().includes(`port: ${port} `)) return true;
      throw new Error(running.output());
    },
    { timeoutMs: 90_000 },
  );
  return {
    uri: `mysql+pymysql://ann:${encodeURIComponent(password)}@127.0.0.1:${port}/mlflow${isMariadb ? "" : `?ssl_ca=${join(dir, "data", "ca.pem")}`}`,
    async dispose() {
      await running.kill();
      rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
