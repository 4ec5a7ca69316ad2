import { readFileSync } from "node:fs";
import { createConnection, type SslOptions } from "mysql2/promise";
import type { SourceRow } from "./source.ts";
import type { SqlDialect } from "./sql-source.ts";

/** Paths of PEM files; empty for none. */
export interface TlsFiles {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/**
 * `mysql://…` of MySQL or MariaDB, also with SQLAlchemy's driver in the scheme (`mysql+pymysql://…`) and with what MLflow
 * takes for TLS: files in `?ssl_ca=…&ssl_cert=…&ssl_key=…`, and `tlsFiles` for those that are not there.
 */
export async function openMysql(uri: string, tlsFiles: TlsFiles): Promise<SqlDialect> {
  const url = new URL(uri.replace(/^(?:mysql|mariadb)(?:\+\w+)?:/, "mysql:"));
  const connection = await createConnection({
    host: url.hostname,
    port: Number(url.port || 3306),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    supportBigNumbers: true, // past 2^53 as text
    jsonStrings: true,
    timezone: "Z",
    ...tlsOf(url.searchParams, tlsFiles),
  });
  await connection.query("set session transaction read only");
  return {
    name: `MySQL at ${url.host}${url.pathname}`,
    quoted: (name) => `\`${name.replaceAll("`", "``")}\``,
    place: () => "?",
    seeksByRow: false,
    async tables() {
      const [rows] = await connection.query(
        "select table_name as name from information_schema.tables where table_schema = database()",
      );
      return (rows as { name: string }[]).map((row) => row.name);
    },
    async query(text, values) {
      const [rows] = await connection.query(text, [...values]);
      return rows as SourceRow[];
    },
    close: () => connection.end(),
  };
}

/** The server's certificate is checked where a CA is named; the host's name in it only with `ssl_verify_identity=true`. */
function tlsOf(query: URLSearchParams, tlsFiles: TlsFiles): { ssl?: SslOptions } {
  const file = (name: keyof TlsFiles) => {
    const place = query.get(`ssl_${name}`) || tlsFiles[name];
    if (!place) return undefined;
    try {
      return readFileSync(place, "utf8");
    } catch (cause) {
      throw new Error(`The file ${place} of ssl_${name} cannot be read.`, { cause });
    }
  };
  const [ca, cert, key] = [file("ca"), file("cert"), file("key")];
  if (ca === undefined && cert === undefined && key === undefined) return {};
  const verifyIdentity = query.get("ssl_verify_identity") === "true";
  return { ssl: { ca, cert, key, rejectUnauthorized: ca !== undefined, verifyIdentity } };
}
