import pg from "pg";

/** Where a connection string leads, for people: never with its password. Throws `TypeError` for what is no connection string. */
export function placeOf(connectionString: string): string {
  // As the driver reads it: a socket's directory may be the host, or a parameter beside a host that is missing.
  const { host, port, database } = new pg.Client(connectionString);
  if (host.startsWith("/")) return `${host} (port ${port}), database ${database}`;
  return `${host.includes(":") ? `[${host}]` : host}:${port}/${database}`;
}
