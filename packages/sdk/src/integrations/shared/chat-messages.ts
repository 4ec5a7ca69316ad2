import { type Json, object, objects, text } from "./json.ts";
import {
  type InputMessage,
  type MessagePart,
  mediaFromBase64,
  mediaFromUrl,
  modalityOf,
  type OutputMessage,
  parsedArguments,
  type ToolDefinition,
} from "./messages.ts";

/**
 * Messages of OpenAI's Chat Completions API, which many providers have taken over. Clients that rename fields (Mistral's
 * writes `toolCalls` for `tool_calls`) are read as well.
 */
export function chatMessages(messages: unknown): InputMessage[] {
  return objects(messages).map(chatMessage);
}

/** A message of a request. System text stays in the conversation, where the API has it. */
export function chatMessage(message: Json): InputMessage {
  const role = text(message.role) ?? "user";
  const name = text(message.name);
  const answered = text(message.tool_call_id) ?? text(message.toolCallId);
  const isTool = role === "tool" || role === "function";
  return {
    role: role === "developer" ? "system" : isTool ? "tool" : role,
    parts: isTool
      ? [{ type: "tool_call_response", id: answered ?? name, response: toolContent(message.content) }]
      : answerParts(message),
    ...(name === undefined ? {} : { name }),
  };
}

/** `choices` of an answer, one message each. */
export function chatChoices(choices: unknown): OutputMessage[] {
  return objects(choices).map((choice) => ({
    role: text(object(choice.message).role) ?? "assistant",
    parts: answerParts(object(choice.message)),
    ...finishReason(choice),
  }));
}

/** `finish_reason` of each choice. */
export function chatFinishReasons(choices: unknown): (string | undefined)[] {
  return objects(choices).map((choice) => finishReason(choice).finish_reason);
}

export function chatTools(request: Json): ToolDefinition[] {
  return [...objects(request.tools), ...objects(request.functions)].map((tool) => {
    const type = text(tool.type) ?? "function";
    const body = typeof tool[type] === "object" ? object(tool[type]) : tool;
    return {
      type,
      name: text(body.name) ?? type,
      ...(body.description === undefined ? {} : { description: text(body.description) }),
      ...(body.parameters === undefined ? {} : { parameters: body.parameters }),
    };
  });
}

/** `json` where the answer is bound to JSON or a schema, else `text`; undefined where nothing is said. */
export function outputTypeOf(format: unknown): string | undefined {
  const type = text(object(format).type);
  return type === undefined ? undefined : type.startsWith("json") ? "json" : "text";
}

function answerParts(message: Json): MessagePart[] {
  // DeepSeek, vLLM and Groq name the model's thoughts in these two ways.
  const thoughts = text(message.reasoning_content) ?? text(message.reasoning);
  return [
    ...(thoughts === undefined ? [] : [{ type: "reasoning", content: thoughts } as const]),
    ...contentParts(message.content),
    ...(text(message.refusal) === undefined ? [] : [{ type: "refusal", content: message.refusal } as const]),
    ...spokenParts(message.audio),
    ...objects(message.images).flatMap(contentPart),
    ...toolCalls(message),
  ];
}

function toolCalls(message: Json): MessagePart[] {
  const legacy = object(message.function_call);
  const calls = objects(message.tool_calls ?? message.toolCalls).map((call): MessagePart => {
    const body = object(call.function ?? call.custom);
    return {
      type: "tool_call",
      id: text(call.id),
      name: text(body.name) ?? "",
      arguments: parsedArguments(body.arguments ?? body.input),
    };
  });
  return text(legacy.name) === undefined
    ? calls
    : [...calls, { type: "tool_call", name: String(legacy.name), arguments: parsedArguments(legacy.arguments) }];
}

function contentParts(content: unknown): MessagePart[] {
  if (typeof content === "string") return content === "" ? [] : [{ type: "text", content }];
  return objects(content).flatMap(contentPart);
}

function contentPart(part: Json): MessagePart[] {
  const type = text(part.type);
  switch (type) {
    case "text":
    case "input_text":
    case "output_text":
      return text(part.text) === undefined ? [] : [{ type: "text", content: String(part.text) }];
    case "refusal":
      return [{ type: "refusal", content: part.refusal }];
    case "thinking": // Mistral: a list of text chunks.
      return [
        {
          type: "reasoning",
          content: objects(part.thinking)
            .map((each) => text(each.text) ?? "")
            .join(""),
        },
      ];
    case "image_url":
    case "document_url": {
      const url = part.image_url ?? part.imageUrl ?? part.document_url ?? part.documentUrl;
      const address = text(url) ?? text(object(url).url);
      return address === undefined ? [] : [mediaFromUrl(type === "image_url" ? "image" : "document", address)];
    }
    case "input_audio": {
      const audio = part.input_audio ?? part.inputAudio;
      const format = text(object(audio).format);
      const data = text(audio) ?? text(object(audio).data);
      return data === undefined ? [] : [mediaFromBase64("audio", data, format && `audio/${format}`)];
    }
    case "file": {
      const file = object(part.file);
      const data = text(file.file_data);
      const id = text(file.file_id) ?? text(part.fileId);
      if (data !== undefined) return [mediaFromUrl("document", data)];
      return id === undefined ? [] : [{ type: "file", modality: "document", file_id: id }];
    }
    default:
      return [{ ...part, type: type ?? "unknown" }];
  }
}

/** Speech in an answer: its transcript is what was said, the bytes are the recording. */
function spokenParts(audio: unknown): MessagePart[] {
  const { data, transcript } = object(audio);
  return [
    ...(text(transcript) === undefined ? [] : [{ type: "text", content: String(transcript) } as const]),
    ...(text(data) === undefined ? [] : [mediaFromBase64(modalityOf("audio/wav"), String(data), "audio/wav")]),
  ];
}

/** A tool's answer: text that is JSON as its value; a list of text parts as one text. */
function toolContent(content: unknown): unknown {
  if (!Array.isArray(content)) return parsedArguments(content);
  const parts = contentParts(content);
  const onlyText = parts.every((part) => part.type === "text");
  return onlyText ? parsedArguments(parts.map((part) => (part as { content: string }).content).join("")) : parts;
}

function finishReason(choice: Json): { finish_reason?: string } {
  const reason = text(choice.finish_reason) ?? text(choice.finishReason);
  return reason === undefined ? {} : { finish_reason: reason };
}
