import { expect, test } from "vitest";
import { mediaSource } from "./media-source.ts";

const media = (rest: object) => mediaSource({ type: "media", modality: "image", ...rest });

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
  ["nothing at all", {}, { type: "named", text: "without content" }],
])("%s", (_, given, expected) => {
  expect(media(given)).toEqual(expected);
});
