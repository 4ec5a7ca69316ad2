// Generated from proto/otlp/common.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

/** A value without a kind set is OTLP's null. */
export interface AnyValue {
  stringValue?: string;
  boolValue?: boolean;
  intValue?: bigint;
  doubleValue?: number;
  arrayValue?: ArrayValue;
  kvlistValue?: KeyValueList;
  bytesValue?: Uint8Array;
}
export const AnyValue: MessageType<AnyValue> = message("opentelemetry.proto.common.v1.AnyValue", "camel", () => [
  [1, "string_value", "string", "optional"],
  [2, "bool_value", "bool", "optional"],
  [3, "int_value", "int64", "optional"],
  [4, "double_value", "double", "optional"],
  [5, "array_value", "message", "optional", ArrayValue],
  [6, "kvlist_value", "message", "optional", KeyValueList],
  [7, "bytes_value", "bytes", "optional"],
]);

export interface ArrayValue {
  values: AnyValue[];
}
export const ArrayValue: MessageType<ArrayValue> = message("opentelemetry.proto.common.v1.ArrayValue", "camel", () => [
  [1, "values", "message", "repeated", AnyValue],
]);

export interface KeyValueList {
  values: KeyValue[];
}
export const KeyValueList: MessageType<KeyValueList> = message("opentelemetry.proto.common.v1.KeyValueList", "camel", () => [
  [1, "values", "message", "repeated", KeyValue],
]);

export interface KeyValue {
  key: string;
  value?: AnyValue;
}
export const KeyValue: MessageType<KeyValue> = message("opentelemetry.proto.common.v1.KeyValue", "camel", () => [
  [1, "key", "string"],
  [2, "value", "message", "optional", AnyValue],
]);

/** The library that made the spans. */
export interface InstrumentationScope {
  name: string;
  version: string;
  attributes: KeyValue[];
  droppedAttributesCount: number;
}
export const InstrumentationScope: MessageType<InstrumentationScope> = message("opentelemetry.proto.common.v1.InstrumentationScope", "camel", () => [
  [1, "name", "string"],
  [2, "version", "string"],
  [3, "attributes", "message", "repeated", KeyValue],
  [4, "dropped_attributes_count", "uint32"],
]);
