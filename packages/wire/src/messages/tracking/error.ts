// Generated from proto/tracking/error.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type EnumType, type MessageType, message } from "../../codec/descriptor.ts";

export type ErrorCode = "INTERNAL_ERROR" | "TEMPORARILY_UNAVAILABLE" | "BAD_REQUEST" | "INVALID_PARAMETER_VALUE" | "ENDPOINT_NOT_FOUND" | "RESOURCE_ALREADY_EXISTS" | "RESOURCE_DOES_NOT_EXIST" | "INVALID_STATE" | "PERMISSION_DENIED" | "FEATURE_DISABLED" | "CUSTOMER_UNAUTHORIZED" | "REQUEST_LIMIT_EXCEEDED" | "RESOURCE_CONFLICT" | "NOT_FOUND" | "ALREADY_EXISTS" | "UNAUTHENTICATED" | "RESOURCE_EXHAUSTED" | "ABORTED" | "NOT_IMPLEMENTED" | "DATA_LOSS" | "CANCELLED" | "DEADLINE_EXCEEDED";
export const ErrorCode: EnumType = { name: "mlflow.ErrorCode", values: {"INTERNAL_ERROR":1,"TEMPORARILY_UNAVAILABLE":2,"BAD_REQUEST":4,"INVALID_PARAMETER_VALUE":1000,"ENDPOINT_NOT_FOUND":1001,"RESOURCE_ALREADY_EXISTS":3001,"RESOURCE_DOES_NOT_EXIST":3002,"INVALID_STATE":1003,"PERMISSION_DENIED":1004,"FEATURE_DISABLED":1005,"CUSTOMER_UNAUTHORIZED":1006,"REQUEST_LIMIT_EXCEEDED":1007,"RESOURCE_CONFLICT":1008,"NOT_FOUND":11,"ALREADY_EXISTS":12,"UNAUTHENTICATED":13,"RESOURCE_EXHAUSTED":9,"ABORTED":10,"NOT_IMPLEMENTED":1010,"DATA_LOSS":1011,"CANCELLED":8,"DEADLINE_EXCEEDED":7} };

/** The body of every answer that is not a success. */
export interface ErrorBody {
  error_code?: ErrorCode;
  message?: string;
}
export const ErrorBody: MessageType<ErrorBody> = message("mlflow.ErrorBody", "snake", () => [
  [1, "error_code", "enum", "optional", ErrorCode],
  [2, "message", "string", "optional"],
]);
