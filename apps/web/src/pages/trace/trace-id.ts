/** Trace ids are given as 32 hex digits or as MLflow's `tr-` and the same. */
export function traceIdHex(text: string): string | undefined {
  return /^(?:tr-)?([0-9a-f]{32})$/.exec(text.toLowerCase())?.[1];
}
