/** What the main thread and the finishing thread say to each other. */

export type ToThread =
  | {
      readonly type: "finish";
      readonly id: number;
      /** All chunks of a turn, one after the other: one buffer to hand over, where each of its own would cost more than its bytes. */
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly chunks: readonly UnfinishedChunk[];
      readonly withFilters: boolean;
    }
  /** These words are committed as common. */
  | { readonly type: "common"; readonly hashes: readonly number[] };

export type FromThread =
  | {
      readonly id: number;
      /** Of each chunk its word filter and its data, one after the other. */
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly chunks: readonly FinishedChunk[];
      readonly declared: readonly number[];
    }
  | { readonly id: number; readonly error: unknown };

export interface UnfinishedChunk {
  readonly size: number;
  /** 0 TracesData, 1 LogsData */
  readonly kind: 0 | 1;
}

export interface FinishedChunk {
  /** Bytes; null where it has no filter. */
  readonly words: number | null;
  /** Bytes of zstd. */
  readonly data: number;
  /** Of its first frame, where it has two. */
  readonly head: number | null;
}
