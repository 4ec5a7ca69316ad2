import { expect, test } from "vitest";
import { mediaSource } from "./media-source.ts";

const media = (rest: object) => mediaSource({ type: "media", modality: "image", ...rest });

const uuid = "0b8d2a4e-9f3c-4f6a-8f57-1a2b3c4d5e6f";

test.each([
  ["a picture in base64", { base64: "QUJD", mimeType: "image/jpeg" }, { type: "inline", url: "data:image/jpeg;base64,QUJD", shows: "image", sizeBytes: 3 }],
  ["a picture without a type", { base64: "QUJD" }, { type: "inline", url: "data:image/png;base64,QUJD", shows: "image", sizeBytes: 3 }],
  ["a data address", { uri: "data:image/webp;base64,QUJD" }, { type: "inline", url: "data:image/webp;base64,QUJD", shows: "image", sizeBytes: 3 }],
  ["base64 of the web's alphabet", { base64: "-_8=", mimeType: "image/png" }, { type: "inline", url: "data:image/png;base64,+/8=", shows: "image", sizeBytes: 3 }],
  ["sound", { base64: "QUJD", modality: "audio", mimeType: "audio/mpeg" }, { type: "inline", url: "data:audio/mpeg;base64,QUJD", shows: "audio", sizeBytes: 3 }],
  ["HTML is a download", { base64: "QUJD", mimeType: "text/html" }, { type: "inline", url: "data:application/octet-stream;base64,QUJD", shows: "file", sizeBytes: 3 }],
  ["HTML in a data address too", { uri: "data:text/html;base64,QUJD" }, { type: "inline", url: "data:application/octet-stream;base64,QUJD", shows: "file", sizeBytes: 3 }],
  ["an address elsewhere", { uri: "https://example.com/a.png" }, { type: "remote", url: "https://example.com/a.png", host: "example.com" }],
  ["a provider's file", { fileId: "file-abc" }, { type: "named", text: "file-abc" }],
  ["no base64", { base64: "<svg>" }, { type: "named", text: "content that is not base64" }],
  ["another scheme is only named", { uri: "javascript:alert(1)" }, { type: "named", text: "javascript:alert(1)" }],
  ["an attachment of the trace", { uri: `mlflow-attachment://${uuid}?content_type=image%2Fpng&trace_id=tr-1&size=2048` }, { type: "attached", url: `/ajax-api/2.0/mlflow/get-trace-artifact?request_id=tr-1&path=${uuid}`, shows: "image", sizeBytes: 2048 }],
  ["an attachment that is HTML is a file", { uri: `mlflow-attachment://${uuid}?content_type=text%2Fhtml&trace_id=tr-1` }, { type: "attached", url: `/ajax-api/2.0/mlflow/get-trace-artifact?request_id=tr-1&path=${uuid}`, shows: "file", sizeBytes: undefined }],
  ["an attachment of no trace", { uri: `mlflow-attachment://${uuid}?size=1` }, { type: "named", text: `mlflow-attachment://${uuid}?size=1` }],
  ["an attachment by a path", { uri: "mlflow-attachment://../../x?trace_id=tr-1" }, { type: "named", text: "mlflow-attachment://../../x?trace_id=tr-1" }],
  ["nothing at all", {}, { type: "named", text: "without content" }],
])("%s", (_, given, expected) => {
  expect(media(given)).toEqual(expected);
});
