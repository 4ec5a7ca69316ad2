import { BadRequest, encodeBinary, RetryInfo, RpcStatus } from "@spanloom/wire";
import type { Refusal } from "./refusal.ts";

const googleRpc = (name: string): string => `type.googleapis.com/google.rpc.${name}`;

/** The refusal as `google.rpc.Status`, protobuf. */
export function statusBytes(refusal: Refusal): Uint8Array {
  const details: { typeUrl: string; value: Uint8Array }[] = [];
  if (refusal.field !== undefined) {
    const violations = [{ field: refusal.field, description: refusal.message }];
    details.push({
      typeUrl: googleRpc("BadRequest"),
      value: encodeBinary(BadRequest, { fieldViolations: violations }),
    });
  }
  if (refusal.retryAfterSeconds !== undefined) {
    const delay = { seconds: BigInt(refusal.retryAfterSeconds) };
    details.push({ typeUrl: googleRpc("RetryInfo"), value: encodeBinary(RetryInfo, { retryDelay: delay }) });
  }
  return encodeBinary(RpcStatus, { code: refusal.code, message: refusal.message, details });
}

/** The same in protobuf's JSON, where an Any is its message with `@type` beside the fields. */
export function statusJson(refusal: Refusal): string {
  const details: object[] = [];
  if (refusal.field !== undefined) {
    const fieldViolations = [{ field: refusal.field, description: refusal.message }];
    details.push({ "@type": googleRpc("BadRequest"), fieldViolations });
  }
  if (refusal.retryAfterSeconds !== undefined) {
    details.push({ "@type": googleRpc("RetryInfo"), retryDelay: `${refusal.retryAfterSeconds}s` });
  }
  return JSON.stringify({ code: refusal.code, message: refusal.message, ...(details.length > 0 && { details }) });
}
