// Generated from proto/tracking/server.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

export type GetServerInfo = Record<string, never>;
export const GetServerInfo: MessageType<GetServerInfo> = message("mlflow.GetServerInfo", "snake", () => []);

export interface GetServerInfoFeatures {
  gateway?: boolean;
}
export const GetServerInfoFeatures: MessageType<GetServerInfoFeatures> = message("mlflow.GetServerInfo.Features", "snake", () => [
  [1, "gateway", "bool", "optional"],
]);

export interface GetServerInfoResponse {
  store_type?: string;
  workspaces_enabled?: boolean;
  trace_archival_enabled?: boolean;
  multipart_uploads_enabled?: boolean;
  multipart_downloads_enabled?: boolean;
  presigned_upload_run_id_supported?: boolean;
  presigned_upload_model_id_supported?: boolean;
  features_enabled?: GetServerInfoFeatures;
}
export const GetServerInfoResponse: MessageType<GetServerInfoResponse> = message("mlflow.GetServerInfo.Response", "snake", () => [
  [1, "store_type", "string", "optional"],
  [2, "workspaces_enabled", "bool", "optional"],
  [3, "trace_archival_enabled", "bool", "optional"],
  [4, "multipart_uploads_enabled", "bool", "optional"],
  [5, "multipart_downloads_enabled", "bool", "optional"],
  [6, "presigned_upload_run_id_supported", "bool", "optional"],
  [7, "presigned_upload_model_id_supported", "bool", "optional"],
  [8, "features_enabled", "message", "optional", GetServerInfoFeatures],
]);
