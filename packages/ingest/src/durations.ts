/** Upper bounds in seconds: from an idle Postgres to one that is about to be given up. */
export const durationBounds: readonly number[] = [0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** How long something took, each time since the process began: counts below each bound, and one for what took longer. */
export class Durations {
  readonly counts: number[] = new Array<number>(durationBounds.length + 1).fill(0);
  sumSeconds = 0;

  add(seconds: number): void {
    const at = durationBounds.findIndex((bound) => seconds <= bound);
    this.counts[at < 0 ? durationBounds.length : at]!++;
    this.sumSeconds += seconds;
  }
}
