import { fileStore } from "./file-store.ts";
import type { TlsFiles } from "./mysql.ts";
import type { MlflowSource } from "./source.ts";
import { sqlSource } from "./sql-source.ts";

/**
 * The installation that a `--backend-store-uri` of MLflow's names. Throws with a sentence where there is none, or where
 * its kind cannot be read. `mysqlTls` is for a MySQL whose URI names no files of its own.
 */
export async function openSource(uri: string, mysqlTls: TlsFiles): Promise<MlflowSource> {
  const scheme = /^([a-z]+)(?:\+\w+)?:\/\//i.exec(uri)?.[1]?.toLowerCase();
  const shown = `'${uri.replace(/\/\/.*@/, "//")}'`;
  switch (scheme) {
    case "sqlite":
      return sqlSource(await (await import("./sqlite.ts")).openSqlite(uri));
    case "postgres":
    case "postgresql":
      return sqlSource(await (await import("./postgres.ts")).openPostgres(uri));
    case "mysql":
    case "mariadb":
      return sqlSource(await (await import("./mysql.ts")).openMysql(uri, mysqlTls));
    case "file":
    case undefined:
      return fileStore(uri);
    case "mssql":
      throw new Error(
        `${shown} cannot be read, because it is on SQL Server: copy its data to an MLflow server on Postgres, MySQL or ` +
          "SQLite first (with mlflow-export-import, for example), and import from there.",
      );
    default:
      throw new Error(
        `${shown} cannot be read: write sqlite:///…, postgresql://…, mysql://… or the folder of a file store.`,
      );
  }
}
