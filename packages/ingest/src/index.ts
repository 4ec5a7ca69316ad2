export { Durations, durationBounds } from "./durations.ts";
export { IngestError, type IngestErrorReason } from "./errors.ts";
export { Ingest, type IngestOptions, type IngestOutcome } from "./ingest.ts";
export { defaultLimits, type IngestLimits } from "./limits.ts";
export type { IngestContext } from "./link.ts";
export { type RemapOptions, type RemapResult, remap } from "./remap.ts";
export type { Reception } from "./sources/reception.ts";
export type { Delivery } from "./sources/source.ts";
export { Sources } from "./sources/sources.ts";
