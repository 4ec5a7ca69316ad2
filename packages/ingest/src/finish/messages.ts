/** What the main thread and the finishing thread say to each other. */

export type ToThread =
  | {
      readonly type: "finish";
      readonly id: number;
      readonly chunks: readonly Unfinished[];
      readonly withFilters: boolean;
    }
  /** These words are committed as common. */
  | { readonly type: "common"; readonly hashes: readonly number[] };

export type FromThread =
  | { readonly id: number; readonly chunks: readonly Finished[]; readonly declared: readonly number[] }
  | { readonly id: number; readonly error: unknown };

export interface Unfinished {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** 0 TracesData, 1 LogsData */
  readonly kind: 0 | 1;
}

export interface Finished {
  readonly words: Uint8Array<ArrayBuffer> | null;
  /** zstd */
  readonly data: Uint8Array<ArrayBuffer>;
}
