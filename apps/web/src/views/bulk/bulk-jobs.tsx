import { createContext, type ReactNode, useCallback, useContext, useRef, useState } from "react";
import { type Batches, type BatchResult, inBatches } from "../../data/bulk.ts";
import { Button } from "../../widgets/button.tsx";
import { formatCount } from "../../widgets/format/quantity.ts";
import { useToast } from "../../widgets/toast/toasts.tsx";
import styles from "./bulk.module.css";
import { outcomeText } from "./outcome-text.ts";

/** A change of many things. */
export interface BulkJob<Item> {
  /** What is going on: "Deleting runs". */
  readonly doing: string;
  /** What has happened to so many: "3 runs deleted". */
  readonly said: (count: number) => string;
  /** Undefined where it is not known. */
  readonly total: number | undefined;
  readonly batches: (signal: AbortSignal) => Batches<Item>;
  readonly act: (batch: readonly Item[], signal: AbortSignal) => Promise<BatchResult<Item>>;
  /** Called at the end, whatever came of it. */
  readonly after?: (done: readonly Item[]) => void;
  /** The job that takes it back, of what was done. Absent where that cannot be. */
  readonly undo?: (done: readonly Item[]) => AnyBulkJob;
}

// biome-ignore lint/suspicious/noExplicitAny: a job is run without knowing what it is of
export type AnyBulkJob = BulkJob<any>;

interface Running {
  readonly id: number;
  readonly doing: string;
  readonly done: number;
  readonly total: number | undefined;
  readonly stop: () => void;
}

const Context = createContext<(job: AnyBulkJob) => void>(() => {});

/** Starts a job, which goes on while other pages are visited. */
export function useBulkJobs(): <Item>(job: BulkJob<Item>) => void {
  return useContext(Context);
}

/** A job that takes less is told only when it is done. */
const shownAfterMs = 400;

/** Wraps the app: runs jobs, shows how far they are with a way to stop them, and tells what came of each. */
export function BulkJobs({ children }: { children: ReactNode }) {
  const [running, setRunning] = useState<readonly Running[]>([]);
  const nextId = useRef(0);
  const toast = useToast();

  const start = useCallback(
    async (job: AnyBulkJob) => {
      const id = nextId.current++;
      const control = new AbortController();
      const change = (part: Partial<Running>) =>
        setRunning((all) => all.map((one) => (one.id === id ? { ...one, ...part } : one)));
      const timer = setTimeout(
        () =>
          setRunning((all) => [
            ...all,
            { id, doing: job.doing, done, total: job.total, stop: () => control.abort(stopped) },
          ]),
        shownAfterMs,
      );
      let done = 0;
      const result = await inBatches(
        job.batches(control.signal),
        (batch) => job.act(batch, control.signal),
        (count) => {
          done = count;
          change({ done });
        },
        control.signal,
      );
      clearTimeout(timer);
      setRunning((all) => all.filter((one) => one.id !== id));
      job.after?.(result.done);
      const { undo } = job;
      toast({
        text: outcomeText(job.said, result),
        ...(result.failure !== undefined && { tone: "error" }),
        ...(undo && result.done.length > 0 && { action: { label: "Undo", run: () => void start(undo(result.done)) } }),
      });
    },
    [toast],
  );

  return (
    <Context value={start}>
      {children}
      {running.length > 0 && (
        <section className={styles.jobs} aria-label="Going on">
          {running.map(({ id, doing, done, total, stop }) => (
            <div key={id} className={styles.job}>
              <label className={styles.doing}>
                {doing}: {formatCount(done)}
                {total !== undefined && ` of ${formatCount(total)}`}
                <progress className={styles.progress} value={total === undefined ? undefined : done} max={total ?? 1} />
              </label>
              <Button onClick={stop}>Stop</Button>
            </div>
          ))}
        </section>
      )}
    </Context>
  );
}

const stopped = new DOMException("Stopped by the reader", "AbortError");
