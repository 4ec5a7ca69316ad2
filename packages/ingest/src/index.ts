export { IngestError, type IngestErrorReason } from "./errors.ts";
export { Ingest, type IngestOptions, type IngestOutcome } from "./ingest.ts";
export { defaultLimits, type IngestLimits } from "./limits.ts";
export type { IngestContext } from "./link.ts";
export { type RemapOptions, type RemapResult, remap } from "./remap.ts";
