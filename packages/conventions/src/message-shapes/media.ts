import { at, isObject, type JsonObject, str } from "../json.ts";
import type { MessagePart } from "../span-view.ts";

type Media = Extract<MessagePart, { type: "media" }>;

/** An image, recording or file in any provider's shape, or `undefined` where the part is none. */
export function readMedia(part: JsonObject): Media | undefined {
  const type = str(part.type);
  switch (type) {
    case "blob":
    case "uri":
      return media(
        modalityOf(part),
        str(part.mime_type) ?? str(part.mimeType),
        str(part.content) ?? str(part.data) ?? str(part.uri),
      );
    case "image_url":
    case "input_image":
    case "image-url":
    case "video_url":
    case "audio_url":
    case "document_url": {
      const value = part[type.replace("input_", "").replace("-", "_")] ?? part.image_url ?? part.url;
      const fileId = str(part.file_id);
      return media(wordOf(type), undefined, str(value) ?? str(at(value, "url")), fileId);
    }
    case "input_audio":
    case "audio":
    case "image":
    case "video":
    case "document":
    case "file":
    case "input_file":
    case "media":
      return fromNamed(part, type);
    default:
      return fromBlock(part);
  }
}

/** `{ type: "image", … }` and its like: Anthropic's `source`, OpenAI's nested object, the AI SDK's plain fields. */
function fromNamed(part: JsonObject, type: string): Media | undefined {
  const nested = part.source ?? part[type] ?? part.file ?? part;
  const holder: JsonObject = isObject(nested) ? nested : { data: nested };
  const format = str(holder.format);
  const mimeType =
    str(holder.media_type) ??
    str(holder.mediaType) ??
    str(holder.mime_type) ??
    str(holder.mimeType) ??
    str(part.mediaType) ??
    str(part.mimeType) ??
    (type.includes("audio") && format !== undefined ? `audio/${format}` : undefined);
  const value =
    str(holder.data) ?? str(holder.file_data) ?? str(holder.url) ?? str(holder.uri) ?? str(at(holder, "image", "url"));
  const modality =
    str(part.modality) ??
    (type === "file" || type === "input_file" || type === "media" ? modalityOf({ mime_type: mimeType }) : wordOf(type));
  return media(modality, mimeType, value, str(holder.file_id) ?? str(holder.fileId));
}

/** Gemini's `inlineData` and `fileData`, Bedrock's `image` and `document`. */
function fromBlock(part: JsonObject): Media | undefined {
  const inline = part.inlineData ?? part.inline_data ?? part.fileData ?? part.file_data;
  if (isObject(inline)) {
    const mimeType = str(inline.mimeType) ?? str(inline.mime_type);
    return media(
      modalityOf({ mime_type: mimeType }),
      mimeType,
      str(inline.data) ?? str(inline.fileUri) ?? str(inline.file_uri),
    );
  }
  // Genkit's `media`.
  const linked = part.media;
  if (isObject(linked)) {
    const mimeType = str(linked.contentType);
    return media(modalityOf({ mime_type: mimeType }), mimeType, str(linked.url));
  }
  for (const modality of ["image", "video", "audio", "document"]) {
    const block = part[modality];
    if (!isObject(block)) continue;
    const format = str(block.format);
    const source = at(block, "source", "bytes") ?? at(block, "source", "s3Location", "uri") ?? block.url;
    const prefix = modality === "document" ? "application" : modality;
    return media(modality, format === undefined ? undefined : `${prefix}/${format}`, str(source));
  }
  return undefined;
}

/** The part once its value is known: an address, a data URI taken apart, or base64. */
function media(
  modality: string,
  mimeType: string | undefined,
  value: string | undefined,
  fileId?: string,
): Media | undefined {
  const inline = value === undefined ? undefined : /^data:([^;,]*)(?:;[^,]*)?,/.exec(value.slice(0, 200));
  const type = mimeType ?? (inline?.[1] || undefined);
  const head = { type: "media", modality, ...(type === undefined ? {} : { mimeType: type }) } as const;
  if (inline) return { ...head, base64: value!.slice(inline[0].length) };
  if (value !== undefined && /^[a-z][a-z0-9+.-]*:/i.test(value.slice(0, 40))) return { ...head, uri: value };
  if (value !== undefined && value !== "") return { ...head, base64: value };
  if (fileId !== undefined) return { ...head, fileId };
  return mimeType === undefined ? undefined : head;
}

function modalityOf(part: JsonObject): string {
  const named = str(part.modality);
  if (named !== undefined) return named;
  const family = str(part.mime_type)?.split("/")[0];
  return family === "image" || family === "audio" || family === "video" ? family : "document";
}

function wordOf(type: string): string {
  return /image|audio|video|document/.exec(type)?.[0] ?? "document";
}
