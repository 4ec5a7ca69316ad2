// Generated from proto/tracking/artifact.proto by packages/wire/scripts/generate.ts. Change the .proto, not this file.
import { type MessageType, message } from "../../codec/descriptor.ts";

export interface FileInfo {
  path?: string;
  is_dir?: boolean;
  /** absent for a directory */
  file_size?: number;
}
export const FileInfo: MessageType<FileInfo> = message("mlflow.FileInfo", "snake", () => [
  [1, "path", "string", "optional"],
  [2, "is_dir", "bool", "optional"],
  [3, "file_size", "number64", "optional"],
]);

export interface ListArtifacts {
  /** an older name of run_id */
  run_uuid?: string;
  /** a directory below the run's root; default: the root */
  path?: string;
  run_id?: string;
  /** everything is on one page */
  page_token?: string;
}
export const ListArtifacts: MessageType<ListArtifacts> = message("mlflow.ListArtifacts", "snake", () => [
  [1, "run_uuid", "string", "optional"],
  [2, "path", "string", "optional"],
  [3, "run_id", "string", "optional"],
  [4, "page_token", "string", "optional"],
], ["run_id"]);

export interface ListArtifactsResponse {
  root_uri?: string;
  /** by name; paths are relative to the root */
  files: FileInfo[];
  next_page_token?: string;
}
export const ListArtifactsResponse: MessageType<ListArtifactsResponse> = message("mlflow.ListArtifacts.Response", "snake", () => [
  [1, "root_uri", "string", "optional"],
  [2, "files", "message", "repeated", FileInfo],
  [3, "next_page_token", "string", "optional"],
]);

export interface ListLoggedModelArtifacts {
  model_id?: string;
  /** default: the model's root */
  artifact_directory_path?: string;
  /** everything is on one page */
  page_token?: string;
}
export const ListLoggedModelArtifacts: MessageType<ListLoggedModelArtifacts> = message("mlflow.ListLoggedModelArtifacts", "snake", () => [
  [1, "model_id", "string", "optional"],
  [2, "artifact_directory_path", "string", "optional"],
  [3, "page_token", "string", "optional"],
]);

export interface ListLoggedModelArtifactsResponse {
  root_uri?: string;
  files: FileInfo[];
  next_page_token?: string;
}
export const ListLoggedModelArtifactsResponse: MessageType<ListLoggedModelArtifactsResponse> = message("mlflow.ListLoggedModelArtifacts.Response", "snake", () => [
  [1, "root_uri", "string", "optional"],
  [2, "files", "message", "repeated", FileInfo],
  [3, "next_page_token", "string", "optional"],
]);

export interface ListProxiedArtifacts {
  path?: string;
}
export const ListProxiedArtifacts: MessageType<ListProxiedArtifacts> = message("mlflow.ListProxiedArtifacts", "snake", () => [
  [1, "path", "string", "optional"],
]);

export interface ListProxiedArtifactsResponse {
  /** by name; paths are names within the directory */
  files: FileInfo[];
}
export const ListProxiedArtifactsResponse: MessageType<ListProxiedArtifactsResponse> = message("mlflow.ListProxiedArtifacts.Response", "snake", () => [
  [1, "files", "message", "repeated", FileInfo],
]);

export interface DeleteArtifact {
  artifact_path?: string;
}
export const DeleteArtifact: MessageType<DeleteArtifact> = message("mlflow.DeleteArtifact", "snake", () => [
  [1, "artifact_path", "string", "optional"],
]);

export type DeleteArtifactResponse = Record<string, never>;
export const DeleteArtifactResponse: MessageType<DeleteArtifactResponse> = message("mlflow.DeleteArtifact.Response", "snake", () => []);

export interface MultipartUploadCredential {
  /** where the part is put */
  url?: string;
  part_number?: number;
  /** to be sent with it */
  headers: Record<string, string>;
}
export const MultipartUploadCredential: MessageType<MultipartUploadCredential> = message("mlflow.MultipartUploadCredential", "snake", () => [
  [1, "url", "string", "optional"],
  [2, "part_number", "number64", "optional"],
  [3, "headers", "string", "map"],
]);

export interface MultipartUploadPart {
  part_number?: number;
  /** as the part's put answered */
  etag?: string;
  url?: string;
}
export const MultipartUploadPart: MessageType<MultipartUploadPart> = message("mlflow.MultipartUploadPart", "snake", () => [
  [1, "part_number", "number64", "optional"],
  [2, "etag", "string", "optional"],
  [3, "url", "string", "optional"],
]);

export interface CreateMultipartUpload {
  /** of the client's file; its last name is the artifact's */
  path?: string;
  num_parts?: number;
  /** the directory, from the path */
  artifact_path?: string;
}
export const CreateMultipartUpload: MessageType<CreateMultipartUpload> = message("mlflow.CreateMultipartUpload", "snake", () => [
  [1, "path", "string", "optional"],
  [2, "num_parts", "number64", "optional"],
  [3, "artifact_path", "string", "optional"],
], ["path"]);

export interface CreateMultipartUploadResponse {
  upload_id?: string;
  credentials: MultipartUploadCredential[];
}
export const CreateMultipartUploadResponse: MessageType<CreateMultipartUploadResponse> = message("mlflow.CreateMultipartUpload.Response", "snake", () => [
  [1, "upload_id", "string", "optional"],
  [2, "credentials", "message", "repeated", MultipartUploadCredential],
]);

export interface CompleteMultipartUpload {
  path?: string;
  upload_id?: string;
  parts: MultipartUploadPart[];
  artifact_path?: string;
}
export const CompleteMultipartUpload: MessageType<CompleteMultipartUpload> = message("mlflow.CompleteMultipartUpload", "snake", () => [
  [1, "path", "string", "optional"],
  [2, "upload_id", "string", "optional"],
  [3, "parts", "message", "repeated", MultipartUploadPart],
  [4, "artifact_path", "string", "optional"],
], ["path", "parts"]);

export type CompleteMultipartUploadResponse = Record<string, never>;
export const CompleteMultipartUploadResponse: MessageType<CompleteMultipartUploadResponse> = message("mlflow.CompleteMultipartUpload.Response", "snake", () => []);

export interface AbortMultipartUpload {
  path?: string;
  upload_id?: string;
  artifact_path?: string;
}
export const AbortMultipartUpload: MessageType<AbortMultipartUpload> = message("mlflow.AbortMultipartUpload", "snake", () => [
  [1, "path", "string", "optional"],
  [2, "upload_id", "string", "optional"],
  [3, "artifact_path", "string", "optional"],
], ["path"]);

export type AbortMultipartUploadResponse = Record<string, never>;
export const AbortMultipartUploadResponse: MessageType<AbortMultipartUploadResponse> = message("mlflow.AbortMultipartUpload.Response", "snake", () => []);

export interface GetPresignedDownloadUrl {
  artifact_path?: string;
}
export const GetPresignedDownloadUrl: MessageType<GetPresignedDownloadUrl> = message("mlflow.GetPresignedDownloadUrl", "snake", () => [
  [1, "artifact_path", "string", "optional"],
]);

export interface GetPresignedDownloadUrlResponse {
  url?: string;
  headers: Record<string, string>;
  file_size?: number;
}
export const GetPresignedDownloadUrlResponse: MessageType<GetPresignedDownloadUrlResponse> = message("mlflow.GetPresignedDownloadUrl.Response", "snake", () => [
  [1, "url", "string", "optional"],
  [2, "headers", "string", "map"],
  [3, "file_size", "number64", "optional"],
]);

export interface CreatePresignedDownloadUrl {
  run_id?: string;
  path?: string;
  /** seconds */
  expiration?: number;
}
export const CreatePresignedDownloadUrl: MessageType<CreatePresignedDownloadUrl> = message("mlflow.CreatePresignedDownloadUrl", "snake", () => [
  [1, "run_id", "string", "optional"],
  [2, "path", "string", "optional"],
  [3, "expiration", "number64", "optional"],
], ["run_id", "path"]);

export interface CreatePresignedDownloadUrlResponse {
  presigned_url?: string;
  headers: Record<string, string>;
  file_size?: number;
}
export const CreatePresignedDownloadUrlResponse: MessageType<CreatePresignedDownloadUrlResponse> = message("mlflow.CreatePresignedDownloadUrl.Response", "snake", () => [
  [1, "presigned_url", "string", "optional"],
  [2, "headers", "string", "map"],
  [3, "file_size", "number64", "optional"],
]);

export interface CreatePresignedUploadUrl {
  /** either this or model_id */
  run_id?: string;
  path?: string;
  /** seconds */
  expiration?: number;
  model_id?: string;
}
export const CreatePresignedUploadUrl: MessageType<CreatePresignedUploadUrl> = message("mlflow.CreatePresignedUploadUrl", "snake", () => [
  [1, "run_id", "string", "optional"],
  [2, "path", "string", "optional"],
  [3, "expiration", "number64", "optional"],
  [4, "model_id", "string", "optional"],
], ["path"]);

export interface CreatePresignedUploadUrlResponse {
  presigned_url?: string;
  headers: Record<string, string>;
}
export const CreatePresignedUploadUrlResponse: MessageType<CreatePresignedUploadUrlResponse> = message("mlflow.CreatePresignedUploadUrl.Response", "snake", () => [
  [1, "presigned_url", "string", "optional"],
  [2, "headers", "string", "map"],
]);
