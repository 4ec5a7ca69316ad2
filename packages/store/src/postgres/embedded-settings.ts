import { totalmem } from "node:os";

/** What the embedded Postgres is started with. Durable: a commit is on disk before it is answered. */
export function embeddedSettings(): Readonly<Record<string, string>> {
  return {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "40",
    shared_buffers: `${sharedBuffersMb(Math.min(totalmem(), process.constrainedMemory() || Infinity))}MB`,
    max_wal_size: "4GB",
    checkpoint_timeout: "15min",
    wal_level: "minimal",
    max_wal_senders: "0",
    random_page_cost: "1.1",
    jit: "off",
    log_checkpoints: "off",
    timezone: "UTC",
  };
}

/**
 * An eighth of the memory that this process may have, between 128 MB and 1 GB. The index of attributes is written all
 * over: where it does not fit, each write fetches one page and throws out another that must be written first. Memory is
 * taken as it is used, so a small database stays small.
 */
export function sharedBuffersMb(memoryBytes: number): number {
  return Math.round(Math.min(Math.max(memoryBytes / 8 / 2 ** 20, 128), 1024));
}
