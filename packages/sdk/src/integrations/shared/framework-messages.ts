import { type Message, type MessagePart as ReadPart, readMessages } from "@spanloom/conventions";
import type { InputMessage, MediaPart, MessagePart, Modality, OutputMessage } from "./messages.ts";

/**
 * Messages as a framework hands them on, which is in its own shape or in whichever its provider has. They are read by the
 * reader that the server reads all dialects with, so that both agree. Nothing where the value is no list of messages.
 */
export function frameworkMessages(value: unknown): readonly InputMessage[] | undefined {
  return readMessages(value)?.map(recorded);
}

/** Likewise, of an answer: who speaks is the assistant where nobody is named. */
export function frameworkAnswer(value: unknown): readonly OutputMessage[] | undefined {
  return readMessages(value, "assistant")?.map(recorded);
}

/** A message as it was read, in the form in which it is recorded. */
export function recorded({ role, name, parts, finishReason }: Message): OutputMessage {
  return {
    role,
    ...(name === undefined ? {} : { name }),
    parts: parts.map(recordedPart),
    ...(finishReason === undefined ? {} : { finish_reason: finishReason }),
  };
}

function recordedPart(part: ReadPart): MessagePart {
  switch (part.type) {
    case "text":
    case "reasoning":
      return { type: part.type, content: part.text };
    case "tool_call":
      return part;
    case "tool_result":
      return { type: "tool_call_response", ...(part.id === undefined ? {} : { id: part.id }), response: part.result };
    case "media":
      return recordedMedia(part);
    case "other":
      return typeof part.value === "object" && part.value !== null
        ? { ...part.value, type: part.kind }
        : { type: part.kind, value: part.value };
  }
}

function recordedMedia({ modality, mimeType, uri, base64, fileId }: Extract<ReadPart, { type: "media" }>): MediaPart {
  const about = { modality: modality as Modality, ...(mimeType === undefined ? {} : { mime_type: mimeType }) };
  if (uri !== undefined) return { type: "uri", ...about, uri };
  if (fileId !== undefined) return { type: "file", ...about, file_id: fileId };
  return { type: "blob", ...about, content: base64 ?? "" };
}
