import { type Json, object, objects, text } from "../shared/json.ts";
import {
  type InputMessage,
  type MessagePart,
  mediaFromBase64,
  modalityOf,
  type OutputMessage,
  type ToolDefinition,
} from "../shared/messages.ts";

/** `contents` as the client takes them: a text, parts, contents, or lists of these. */
export function geminiContents(contents: unknown): InputMessage[] {
  if (typeof contents === "string") return [{ role: "user", parts: [{ type: "text", content: contents }] }];
  const given = Array.isArray(contents) ? contents : [contents];
  const messages: InputMessage[] = [];
  let bare: MessagePart[] = [];
  const flush = () => {
    if (bare.length > 0) messages.push({ role: "user", parts: bare });
    bare = [];
  };
  for (const each of given) {
    if (Array.isArray(object(each).parts)) {
      flush();
      messages.push(geminiContent(object(each)));
    } else bare.push(...geminiParts([each]));
  }
  flush();
  return messages;
}

/** One content. What functions gave comes in the role of the user, or of the function. */
export function geminiContent(content: Json): InputMessage {
  const parts = objects(content.parts);
  const isAnswer = parts.length > 0 && parts.every((part) => part.functionResponse !== undefined);
  const role = text(content.role) ?? "user";
  return {
    role: isAnswer || role === "function" ? "tool" : role === "model" ? "assistant" : role,
    parts: geminiParts(parts),
  };
}

export function geminiCandidates(candidates: unknown): OutputMessage[] {
  return objects(candidates).map((candidate) => {
    const finishReason = text(candidate.finishReason);
    return {
      role: "assistant",
      parts: geminiParts(object(candidate.content).parts),
      ...(finishReason === undefined ? {} : { finish_reason: finishReason }),
    };
  });
}

/** A system instruction: a text, a content, a part, or parts. */
export function geminiSystem(instruction: unknown): MessagePart[] {
  const { parts } = object(instruction);
  return geminiParts(Array.isArray(parts) ? parts : [instruction].flat());
}

export function geminiTools(tools: unknown): ToolDefinition[] {
  return objects(tools).flatMap((tool) => {
    const functions = objects(tool.functionDeclarations).map((declaration) => {
      const parameters = declaration.parametersJsonSchema ?? declaration.parameters;
      return {
        type: "function",
        name: text(declaration.name) ?? "",
        ...(text(declaration.description) === undefined ? {} : { description: String(declaration.description) }),
        ...(parameters === undefined ? {} : { parameters }),
      };
    });
    // Tools that Google runs have a key of their own: `googleSearch`, `codeExecution`.
    const own = Object.keys(tool).filter((key) => key !== "functionDeclarations" && typeof tool[key] === "object");
    return [...functions, ...own.map((key) => ({ type: key, name: key }))];
  });
}

function geminiParts(parts: unknown): MessagePart[] {
  if (!Array.isArray(parts)) return [];
  return parts.flatMap((part) =>
    typeof part === "string" ? [{ type: "text", content: part } as const] : partOf(object(part)),
  );
}

function partOf(part: Json): MessagePart[] {
  if (typeof part.text === "string") {
    if (part.text === "") return [];
    return [{ type: part.thought === true ? "reasoning" : "text", content: part.text }];
  }
  const { functionCall, functionResponse, inlineData, fileData, executableCode, codeExecutionResult } = part;
  if (functionCall !== undefined) {
    const { id, name, args } = object(functionCall);
    return [{ type: "tool_call", id: text(id), name: text(name) ?? "", arguments: args }];
  }
  if (functionResponse !== undefined) {
    const { id, name, response } = object(functionResponse);
    return [{ type: "tool_call_response", id: text(id) ?? text(name), response }];
  }
  if (inlineData !== undefined) {
    const { data, mimeType } = object(inlineData);
    return [mediaFromBase64(modalityOf(text(mimeType)), text(data) ?? "", text(mimeType))];
  }
  if (fileData !== undefined) {
    const { fileUri, mimeType } = object(fileData);
    const mime = text(mimeType);
    return [{ type: "uri", modality: modalityOf(mime), ...(mime && { mime_type: mime }), uri: text(fileUri) ?? "" }];
  }
  if (executableCode !== undefined)
    return [{ type: "server_tool_call", name: "code_execution", server_tool_call: executableCode }];
  if (codeExecutionResult !== undefined)
    return [{ type: "server_tool_call_response", server_tool_call_response: codeExecutionResult }];
  // A signature of thoughts alone says nothing to people.
  return Object.keys(part).length === 0 || "thoughtSignature" in part ? [] : [{ type: "other", value: part }];
}
