import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectAcknowledgedKept } from "../harness/expect-kept.ts";
import { startLoad } from "../harness/load.ts";
import { startPostgres } from "../harness/postgres.ts";
import { startServer, type TestServer } from "../harness/server.ts";
import { until } from "../harness/wait.ts";

/**
 * A real full disk: Postgres, or artifacts, on a small file system of its own (a tmpfs, which only root can mount). A ballast file
 * takes what is free, and is removed when the disk shall have room again.
 */
const isRoot = process.getuid?.() === 0;
if (!isRoot && (process.env.CI ?? process.env.SPANLOOM_REQUIRE_ALL) === undefined) {
  console.warn("Left out: a full disk. It needs root, who can mount a small file system.");
}

describe.skipIf(!isRoot && process.env.CI === undefined)("a full disk", () => {
  test("where the tables are: answered 503 until there is room, and nothing acknowledged is lost", async () => {
    const postgres = await startPostgres();
    const disk = smallDisk(96, postgres.account);
    let server: TestServer | undefined;
    try {
      const tables = join(disk.path, "tables");
      mkdirSync(tables);
      if (postgres.account.uid !== undefined) chownSync(tables, postgres.account.uid, postgres.account.gid!);
      await postgres.admin(`create tablespace small location '${tables}'`);
      await postgres.admin("alter database spanloom set tablespace small");
      server = await startServer({ backendStoreUri: postgres.uri });
      await fillAndFree(server, disk);
    } finally {
      await server?.dispose();
      await postgres.dispose();
      disk.dispose();
    }
  });

  test("of the whole embedded Postgres, its log of writes too: answered, not crashed", async () => {
    const disk = smallDisk(400, {});
    let server: TestServer | undefined;
    try {
      const dataDir = join(disk.path, "data");
      mkdirSync(dataDir);
      server = await startServer({ dataDir });
      await fillAndFree(server, disk);
    } finally {
      await server?.dispose();
      disk.dispose();
    }
  });

  test("where the artifacts are: 507 with a sentence, nothing left behind, and what was there is still there", async () => {
    const disk = smallDisk(8, {});
    let server: TestServer | undefined;
    try {
      const root = join(disk.path, "artifacts");
      server = await startServer({ args: ["--artifacts-destination", root] });
      const api = `${server.url}/api/2.0/mlflow-artifacts`;
      const put = (path: string, megabytes: number) =>
        fetch(`${api}/artifacts/${path}`, { method: "PUT", body: Buffer.alloc(megabytes << 20, "x") });
      const files = () =>
        readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => statSync(join(root, name)).isFile());
      expect((await put("0/run/model.bin", 2)).status).toBe(200);
      const noSpace = {
        error_code: "RESOURCE_EXHAUSTED",
        message: expect.stringMatching(/^There is no space left for artifacts/),
      };

      for (const path of ["0/run/model.bin", "0/run/large.bin"]) {
        const refused = await put(path, 24);
        expect([refused.status, await refused.json()]).toEqual([507, noSpace]);
        expect(files()).toEqual(["0/run/model.bin"]);
      }
      const upload = (await (
        await fetch(`${api}/mpu/create/0/run/parts.bin`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          body: JSON.stringify({ path: "parts.bin", num_parts: 1 }),
        })
      ).json()) as { upload_id: string; credentials: { url: string }[] };
      const part = await fetch(new URL(upload.credentials[0]!.url, server.url), {
        method: "PUT",
        body: Buffer.alloc(24 << 20),
      });
      expect([part.status, await part.json()]).toEqual([507, noSpace]);
      expect(statSync(join(root, "0/run/model.bin")).size).toBe(2 << 20);

      expect((await put("0/run/small.bin", 2)).status).toBe(200);
      expect((await (await fetch(`${api}/artifacts/0/run/small.bin`)).arrayBuffer()).byteLength).toBe(2 << 20);
    } finally {
      await server?.dispose();
      disk.dispose();
    }
  });
});

async function fillAndFree(server: TestServer, disk: SmallDisk): Promise<void> {
  let stopped = false;
  void server.exited.then(() => {
    stopped = true;
  });
  const load = startLoad(server.url, { senders: 2 });
  try {
    await until("load to be taken", () => (load.acknowledged.size > 50 ? true : undefined));
    disk.fill();
    await until(
      "refusals",
      () => ((load.refused.get(503) ?? 0) + (load.refused.get(429) ?? 0) > 5 ? true : undefined),
      {
        timeoutMs: 90_000,
      },
    );
    expect(stopped).toBe(false);
    expect((await fetch(`${server.url}/version`)).status).toBe(200);
    disk.free();
    const before = load.acknowledged.size;
    await until("load to be taken again", () => (load.acknowledged.size > before + 50 ? true : undefined), {
      timeoutMs: 90_000,
    });
  } finally {
    await load.stop();
  }
  expect([...load.refused.keys()].filter((status) => ![429, 503].includes(status))).toEqual([]);
  expect(stopped).toBe(false);
  await expectAcknowledgedKept(server.url, load);
}

interface SmallDisk {
  readonly path: string;
  fill(): void;
  free(): void;
  dispose(): void;
}

function smallDisk(megabytes: number, owner: { uid?: number; gid?: number }): SmallDisk {
  const path = mkdtempSync(join(tmpdir(), "spanloom-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", path]);
  chmodSync(path, 0o755);
  if (owner.uid !== undefined) chownSync(path, owner.uid, owner.gid!);
  const ballast = join(path, "ballast");
  return {
    path,
    fill() {
      const { bavail, bsize } = statfsSync(path);
      // Leaves a little, so that it is writing that fails and not only the first commit.
      writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - 2 * 1024 * 1024)));
    },
    free: () => rmSync(ballast, { force: true }),
    dispose() {
      execFileSync("umount", ["-l", path]);
      rmSync(path, { recursive: true, force: true });
    },
  };
}
