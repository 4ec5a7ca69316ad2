/** An image, a recording or a file that was found in a captured value. */
export interface Media {
  readonly mimeType: string;
  readonly content: Uint8Array | Blob | { readonly base64: string };
}

/** Where media go that are too large to stand in the text of an attribute. */
export interface MediaSink {
  /** Media of fewer bytes stay in the text. */
  readonly minBytes: number;
  /** Takes a medium of a trace (32 hex digits) and gives the reference for its place, or undefined where it cannot be taken. */
  keep(media: Media, traceId: string): string | undefined;
}

/** A first look: no for every usual text, which has a space or a line end soon. */
export function mayBeMedia(text: string): boolean {
  return text.startsWith("data:") || base64Begin.test(text);
}

/**
 * The medium that a string is: a `data:` URL, or base64 in one of the shapes that providers have for it. `key` and
 * `holder` are where the string stands; its type is said beside it, or is read from its first bytes.
 */
export function mediaOfString(text: string, key: string | number | undefined, holder: unknown): Media | undefined {
  if (text.startsWith("data:")) {
    const head = /^data:([\w.+/-]*)(?:;[\w.+=-]+)*;base64,/.exec(text.slice(0, 200));
    if (head === null) return undefined;
    return ofBase64(text.slice(head[0].length), head[1] || "application/octet-stream");
  }
  if (typeof key !== "string" || !contentKeys.has(key) || !base64Begin.test(text)) return undefined;
  const mimeType = typeBeside(holder) ?? typeOfBase64(text);
  return mimeType === undefined ? undefined : ofBase64(text, mimeType);
}

/** Keys under which providers put base64: OpenAI, Anthropic, Gemini, Bedrock, MCP, the AI SDK, OpenTelemetry's blob. */
const contentKeys = new Set("data content bytes b64_json file_data result image audio base64".split(" "));

const base64Begin = /^[\w+/-]{24}/;

function typeBeside(holder: unknown): string | undefined {
  if (typeof holder !== "object" || holder === null) return undefined;
  const said = holder as Record<string, unknown>;
  const named = said.mimeType ?? said.mime_type ?? said.mediaType ?? said.media_type ?? said.contentType;
  if (typeof named === "string" && named.includes("/")) return named;
  const format = said.format ?? said.output_format;
  if (typeof format !== "string" || !/^\w+$/.test(format)) return undefined;
  return /^(wav|mp3|flac|opus|aac|ogg|pcm16|webm|m4a)$/.test(format)
    ? `audio/${format === "mp3" ? "mpeg" : format}`
    : `image/${format}`;
}

function ofBase64(base64: string, mimeType: string): Media | undefined {
  return /^[\w+/-]+={0,2}$/.test(base64) ? { mimeType, content: { base64 } } : undefined;
}

/** The type that the first bytes of a file tell. */
export function typeOfBytes(bytes: Uint8Array): string | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, 16));
  for (const [signature, mimeType] of signatures) if (signature.test(text)) return mimeType;
  return undefined;
}

/** "Magic numbers" of the formats that models are given and give. */
const signatures: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG/, "image/png"],
  [/^\xff\xd8\xff/, "image/jpeg"],
  [/^GIF8/, "image/gif"],
  [/^RIFF[\s\S]{4}WEBP/, "image/webp"],
  [/^RIFF[\s\S]{4}WAVE/, "audio/wav"],
  [/^(?:ID3|\xff[\xe2\xe3\xf2\xf3\xfa\xfb])/, "audio/mpeg"],
  [/^OggS/, "audio/ogg"],
  [/^fLaC/, "audio/flac"],
  [/^%PDF-/, "application/pdf"],
  [/^[\s\S]{4}ftyp/, "video/mp4"],
];

/** The same of their text in base64; undefined of text that is none. */
export function typeOfBase64(base64: string): string | undefined {
  try {
    return typeOfBytes(bytesOfBase64(base64.slice(0, 24)));
  } catch {
    return undefined;
  }
}

/** Bytes of base64 text, of its usual or its URL alphabet. */
export function bytesOfBase64(base64: string): Uint8Array {
  const binary = atob(base64.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

export function base64OfBytes(bytes: Uint8Array): string {
  let binary = "";
  for (let index = 0; index < bytes.length; index += 8192) {
    binary += String.fromCharCode(...bytes.subarray(index, index + 8192));
  }
  return btoa(binary);
}
