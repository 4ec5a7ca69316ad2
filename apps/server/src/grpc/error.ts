import { Metadata, type ServerErrorResponse } from "@grpc/grpc-js";
import type { Refusal } from "../otlp/refusal.ts";
import { statusBytes } from "../otlp/status.ts";

/** A refusal as gRPC has it: code, message, and google.rpc.Status with its details in the trailers. */
export function grpcError(refusal: Refusal): Partial<ServerErrorResponse> {
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(statusBytes(refusal)));
  return { code: refusal.code, details: refusal.message, metadata };
}
