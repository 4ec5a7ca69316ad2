import { execFileSync } from "node:child_process";
import { chownSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newAuthority } from "./certificates.ts";
import { freePort } from "./ports.ts";
import { unprivileged } from "./postgres.ts";
import { startProgram } from "./process.ts";
import { pathOf } from "./requires.ts";
import { until } from "./wait.ts";

export interface MysqlServer {
  /** Of an account that must come by TLS with a certificate of its own; the files are in the query. */
  readonly uri: string;
  /** The same without the query: then the files are in `env`. */
  readonly bareUri: string;
  /** `MLFLOW_MYSQL_SSL_…` */
  readonly env: Readonly<Record<string, string>>;
  /** Of an account that may come in the clear. */
  readonly plainUri: string;
  /** The file of an authority that signed nothing here. */
  readonly strangerCa: string;
  dispose(): Promise<void>;
}

/**
 * MySQL or MariaDB, whichever the tool `mysql` is, in a directory of its own, with an empty database `mlflow`. Its
 * certificate is of an authority made here, by the tool `openssl`, and names it as 127.0.0.1 only.
 */
export async function startMysql(): Promise<MysqlServer> {
  const dir = mkdtempSync(join(tmpdir(), "spanloom-mysql-"));
  const account: { uid?: number; gid?: number } = process.getuid?.() === 0 ? unprivileged() : {};
  const sign = newAuthority(dir, "ca");
  for (const subject of ["mysql", "ann"]) sign(subject);
  newAuthority(dir, "stranger");
  const owned = account.uid === undefined ? [] : [".", ...readdirSync(dir)];
  for (const name of owned) chownSync(join(dir, name), account.uid!, account.gid!);
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
create user 'ann'@'%' identified by '${password}' require x509;
create user 'bob'@'%' identified by '${password}';
grant all on mlflow.* to 'ann'@'%';
grant all on mlflow.* to 'bob'@'%';
`,
  );
  const port = await freePort();
  const options = [
    "--bind-address=127.0.0.1",
    `--port=${port}`,
    `--socket=${join(dir, "socket")}`,
    `--init-file=${init}`,
    `--secure-file-priv=${dir}`, // Debian's default is a directory that only its packages make
    `--ssl-ca=${join(dir, "ca.pem")}`,
    `--ssl-cert=${join(dir, "mysql-cert.pem")}`,
    `--ssl-key=${join(dir, "mysql-key.pem")}`,
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
  const uriOf = (user: string) => `mysql+pymysql://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/mlflow`;
  const bareUri = uriOf("ann");
  const files = Object.entries({ ca: "ca.pem", cert: "ann-cert.pem", key: "ann-key.pem" });
  return {
    uri: `${bareUri}?${files.map(([part, name]) => `ssl_${part}=${join(dir, name)}`).join("&")}`,
    bareUri,
    env: Object.fromEntries(files.map(([part, name]) => [`MLFLOW_MYSQL_SSL_${part.toUpperCase()}`, join(dir, name)])),
    plainUri: uriOf("bob"),
    strangerCa: join(dir, "stranger.pem"),
    async dispose() {
      await running.kill();
      rmSync(dir, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}
