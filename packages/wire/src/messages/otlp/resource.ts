// Generated from proto/otlp/resource.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";
import { KeyValue } from "./common.ts";

/** The process (service, host, …) that the spans come from. */
export interface Resource {
  attributes: KeyValue[];
  droppedAttributesCount: number;
}
export const Resource: MessageType<Resource> = message("opentelemetry.proto.resource.v1.Resource", "camel", () => [
  [1, "attributes", "message", "repeated", KeyValue],
  [2, "dropped_attributes_count", "uint32"],
]);
