/** What fits Postgres's bigint; past it are the year 2262 and times that were negative before they became unsigned. */
export const maxNs = 2n ** 63n - 1n;
const dayNs = 86_400_000_000_000n;

/** When a log record was made, which is when it was received where its time cannot be stored. */
export function sanitiseTime(timeNs: bigint, receivedNs: bigint): bigint {
  return timeNs > maxNs ? receivedNs : timeNs;
}

export interface Times {
  readonly startNs: bigint;
  /** undefined: still running */
  readonly endNs: bigint | undefined;
}

/**
 * Times that can be stored and drawn. A missing start is the end or, without one, when the span was received; an end
 * before the start is the start. A time in the far future stays as it is and is noted.
 */
export function sanitiseTimes(start: bigint, end: bigint, receivedNs: bigint, notes: string[]): Times {
  let startNs = start;
  let endNs: bigint | undefined = end === 0n ? undefined : end;
  if (endNs !== undefined && endNs > maxNs) {
    notes.push(`end_time_unix_nano ${end} is out of range; the span is shown as ending when it was received`);
    endNs = receivedNs;
  }
  if (startNs > maxNs) {
    notes.push(
      `start_time_unix_nano ${start} is out of range; the span is shown as starting when it ${endNs === undefined ? "was received" : "ended"}`,
    );
    startNs = endNs ?? receivedNs;
  } else if (startNs === 0n) {
    notes.push(
      `start_time_unix_nano is 0; the span is shown as starting when it ${endNs === undefined ? "was received" : "ended"}`,
    );
    startNs = endNs ?? receivedNs;
  }
  if (endNs !== undefined && endNs < startNs) {
    notes.push(`the span ends ${startNs - endNs} ns before it starts; it is shown with a duration of 0`);
    endNs = startNs;
  }
  if (startNs > receivedNs && startNs > receivedNs + dayNs) {
    notes.push(`the span starts in the future (${new Date(Number(startNs / 1_000_000n)).toISOString()})`);
  }
  return { startNs, endNs };
}
