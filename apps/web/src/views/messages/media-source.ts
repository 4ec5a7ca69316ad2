import type { MessagePart } from "@spanloom/conventions";
import { traceAttachmentUrl } from "../../data/addresses.ts";

type Media = Extract<MessagePart, { type: "media" }>;

type Shows = "image" | "audio" | "video" | "file";

export type MediaSource =
  /** The bytes are in the message: a `data:` address that the page may use. */
  | { readonly type: "inline"; readonly url: string; readonly shows: Shows; readonly sizeBytes: number }
  /** Lies beside the trace, as one of its artifacts. */
  | { readonly type: "attached"; readonly url: string; readonly shows: Shows; readonly sizeBytes: number | undefined }
  /** Lies on some other server; never loaded by itself. */
  | { readonly type: "remote"; readonly url: string; readonly host: string }
  /** Only the provider knows it, or it cannot be used. */
  | { readonly type: "named"; readonly text: string };

/** What can be done with a medium. Types that a browser could run (HTML, for one) become a download, never a picture. */
export function mediaSource(media: Media): MediaSource {
  const attached = media.uri === undefined ? undefined : attachmentOf(media.uri);
  if (attached !== undefined) return attached;
  const inline = media.uri === undefined ? undefined : /^data:([\w.+/-]*)((?:;[\w=.-]+)*),(.*)$/s.exec(media.uri);
  if (inline) {
    const isBase64 = (inline[2] ?? "").endsWith(";base64");
    if (isBase64) return fromBase64(inline[3] ?? "", inline[1] || media.mimeType || "", media.modality);
    return { type: "named", text: `${(media.uri ?? "").slice(0, 80)}…` };
  }
  if (media.base64 !== undefined) return fromBase64(media.base64, media.mimeType ?? "", media.modality);
  if (media.uri !== undefined && /^https?:\/\//i.test(media.uri)) {
    const host = URL.canParse(media.uri) ? new URL(media.uri).host : "another server";
    return { type: "remote", url: media.uri, host };
  }
  return { type: "named", text: media.fileId ?? media.uri ?? "without content" };
}

/** What a reference to an attachment of a trace stands for, as MLflow's clients and ours write it; else undefined. */
export function attachmentOf(reference: string): Extract<MediaSource, { type: "attached" }> | undefined {
  const match = /^mlflow-attachment:\/\/([\da-f-]{36})\?(.{1,2000})$/.exec(reference);
  if (match === null) return undefined;
  const said = new URLSearchParams(match[2]);
  const traceId = said.get("trace_id");
  const size = said.get("size");
  if (traceId === null) return undefined;
  return {
    type: "attached",
    url: traceAttachmentUrl(traceId, match[1]!),
    shows: showsOf((said.get("content_type") ?? "").toLowerCase()),
    sizeBytes: size !== null && /^\d{1,15}$/.test(size) ? Number(size) : undefined,
  };
}

const drawable = /^image\/(?:png|jpe?g|gif|webp|avif|bmp|svg\+xml)$/;
const playable = /^audio\/[\w.+-]+$/;
const viewable = /^video\/[\w.+-]+$/;

function fromBase64(base64: string, mimeType: string, modality: string): MediaSource {
  const bytes = base64.replace(/\s+/g, "");
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(bytes)) return { type: "named", text: "content that is not base64" };
  const standard = bytes.replaceAll("-", "+").replaceAll("_", "/");
  const type = mimeType.toLowerCase() || { image: "image/png", audio: "audio/wav", video: "video/mp4" }[modality] || "";
  const shows = showsOf(type);
  const safeType = shows === "file" ? "application/octet-stream" : type;
  return { type: "inline", url: `data:${safeType};base64,${standard}`, shows, sizeBytes: Math.floor((standard.length * 3) / 4) };
}

function showsOf(mimeType: string): Shows {
  if (drawable.test(mimeType)) return "image";
  return playable.test(mimeType) ? "audio" : viewable.test(mimeType) ? "video" : "file";
}
