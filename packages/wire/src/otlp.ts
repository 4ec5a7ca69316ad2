/** `@spanloom/wire/otlp`: OTLP without the REST API, for programs that have no use for routes. */
export { decodeBinary, encodeBinary } from "./codec/binary.ts";
export type { Init, MessageType } from "./codec/descriptor.ts";
export * from "./codec/otlp.ts";
export * from "./codec/otlp-json.ts";
export { maxDepth, ProtoReader, ProtoWriter, wireType } from "./codec/protobuf.ts";
export { readUtf8, utf8 } from "./codec/utf8.ts";
export { OtlpDecodeError } from "./errors.ts";
export * from "./messages/otlp/common.ts";
export * from "./messages/otlp/logs.ts";
export * from "./messages/otlp/logs_service.ts";
export * from "./messages/otlp/resource.ts";
export * from "./messages/otlp/rpc_status.ts";
export * from "./messages/otlp/trace.ts";
export * from "./messages/otlp/trace_service.ts";
