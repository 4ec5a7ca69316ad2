export interface Backoff {
  /** Before the second attempt. */
  readonly initialMs: number;
  readonly maxMs: number;
}

/**
 * How long to wait after so many failures in a row: doubled each time up to the most, of which a random half is taken
 * off, so that senders which lost their server in one moment do not come back in one (OTLP 1.11, "Exponential Backoff
 * with jitter").
 */
export function backoffMs(failures: number, { initialMs, maxMs }: Backoff, random: () => number = Math.random): number {
  const full = Math.min(maxMs, initialMs * 2 ** Math.max(0, failures - 1));
  return full * (0.5 + random() / 2);
}
