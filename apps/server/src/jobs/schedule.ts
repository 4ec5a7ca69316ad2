import type { Store } from "@spanloom/store";
import type { Log } from "../log.ts";

/** Work that is due from time to time. It is claimed in the database, so that of several replicas one does it. */
export interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** How loud the log is about what was done. */
  readonly level: "debug" | "info";
  /** Resolves to what was done, for the log; undefined when there was nothing to do. */
  run(store: Store): Promise<Readonly<Record<string, unknown>> | undefined>;
}

export interface Schedule {
  /** Resolves when the job under way has ended. */
  stop(): Promise<void>;
}

/**
 * Runs every job now and when it is due again; one after another, never two at once. A job that fails is logged and
 * tried again when it is next due.
 */
export function schedule(jobs: readonly Job[], store: Store, log: Log): Schedule {
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  const enqueue = (job: Job) => {
    running = running.then(() => (stopped ? undefined : runOnce(job, store, log)));
  };
  jobs.forEach(enqueue);
  const timers = jobs.map((job) => setInterval(enqueue, job.everyMs, job));
  return {
    stop() {
      stopped = true;
      for (const timer of timers) clearInterval(timer);
      return running;
    },
  };
}

async function runOnce(job: Job, store: Store, log: Log): Promise<void> {
  try {
    const done = await job.run(store);
    if (done !== undefined) log[job.level](`job ${job.name}`, done);
  } catch (error) {
    log.warn(`job ${job.name} failed`, { error });
  }
}
