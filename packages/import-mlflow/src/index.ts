export { ImportConflict, type ImportOptions, type ImportReport, importMlflow, type Progress } from "./import.ts";
export { openSource } from "./sources/open.ts";
export type { MlflowSource } from "./sources/source.ts";
export type { TraceTarget } from "./traces.ts";
