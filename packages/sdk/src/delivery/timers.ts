/**
 * Timers that do not keep a program running: a script whose work is done ends, and `exit-hooks.ts` sees to what is
 * still to be sent. Browsers and workers give numbers, which have nothing to let go of.
 */
export function unrefTimeout(run: () => void, ms: number): ReturnType<typeof setTimeout> {
  const timer = setTimeout(run, ms);
  (timer as { unref?(): void }).unref?.();
  return timer;
}

/** Resolves after `ms`; a wait that somebody is waiting for (`keepsAlive`) keeps the program running. */
export function pause(ms: number, { keepsAlive }: { readonly keepsAlive: boolean }): Promise<void> {
  return new Promise((resolve) => {
    if (keepsAlive) setTimeout(resolve, ms);
    else unrefTimeout(resolve, ms);
  });
}

/** The promise's outcome, or "timeout" once `ms` have passed without one. The program is kept running meanwhile. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T | "timeout"> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<"timeout">((resolve) => {
    timer = setTimeout(resolve, ms, "timeout");
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
