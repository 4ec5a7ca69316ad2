/** What ingest takes at most. The server has an option for each. */
export interface IngestLimits {
  /** The largest single attribute of a span; a span with a larger one is rejected. */
  readonly maxAttributeBytes: number;
  /** More spans in one request make it undecodable: the sender should batch. */
  readonly maxSpansPerRequest: number;
  /** Bytes of requests that wait for their commit; past it, requests are refused until some are done. */
  readonly maxPendingBytes: number;
}

export const defaultLimits: IngestLimits = {
  maxAttributeBytes: 32 * 1024 * 1024,
  maxSpansPerRequest: 100_000,
  maxPendingBytes: 128 * 1024 * 1024,
};
