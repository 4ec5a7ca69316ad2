/** The lengths of the buckets that traces are added up in, the longest first: days, hours and minutes of UTC. */
export interface Period {
  readonly seconds: number;
  /** How long a bucket waits, once it is over, after its traces changed: many changes become one making. */
  readonly waitSeconds: number;
  /** Buckets that are made in one transaction. */
  readonly atOnce: number;
  /** The period that is marked once a bucket of this one was made. */
  readonly longer: number | null;
}

export const periods: readonly Period[] = [
  { seconds: 86_400, waitSeconds: 1_200, atOnce: 1, longer: null },
  { seconds: 3_600, waitSeconds: 120, atOnce: 20, longer: 86_400 },
  { seconds: 60, waitSeconds: 10, atOnce: 200, longer: 3_600 },
];
