export * from "./from-otlp-json.ts";
export { names } from "./names.ts";
export { isModelCall } from "./operations.ts";
export * from "./preview.ts";
export * from "./prices/index.ts";
export { readContent, readerVersion, readFacts, readSpan } from "./read.ts";
export * from "./relate.ts";
export * from "./span-view.ts";
export * from "./usage-tree.ts";
