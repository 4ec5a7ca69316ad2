/** Where a queue is worked on; at an item where its trace is named. */
export function queueAddress(queueId: string, traceId?: string): string {
  return `/review/${encodeURIComponent(queueId)}${traceId ? `?item=${traceId}` : ""}`;
}

/** Where the queues of an experiment are listed. */
export function reviewAddress(experimentId: string): string {
  return `/experiments/${encodeURIComponent(experimentId)}/review`;
}
