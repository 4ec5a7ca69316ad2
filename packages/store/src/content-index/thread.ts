/** The thread that makes blocks, so that reading and hashing all content keeps nobody waiting. */
import { parentPort, workerData } from "node:worker_threads";
import { openPool } from "../postgres/db.ts";
import { buildBlock } from "./build.ts";
import type { BuildOrder, BuildReport } from "./indexer.ts";

const { connectionString, untilMs } = workerData as BuildOrder;
const pool = openPool({ connectionString, maxConnections: 1, onError: () => {} });
let blocks = 0;
try {
  while (Date.now() < untilMs && (await buildBlock(pool))) blocks++;
} finally {
  await pool.close();
}
parentPort?.postMessage({ blocks } satisfies BuildReport);
