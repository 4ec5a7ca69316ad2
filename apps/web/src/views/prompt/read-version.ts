import { type ChatMessage, type PromptTemplate, promptTags } from "@spanloom/wire";
import type { ModelVersion } from "../../data/messages.ts";

/** A version of a prompt as its page shows it. */
export interface PromptVersion {
  /** As the registry writes it: a number as text. */
  readonly number: string;
  readonly template: PromptTemplate;
  readonly commitMessage: string;
  /** JSON with line breaks, or empty. */
  readonly responseFormat: string;
  /** JSON with line breaks, or empty. */
  readonly modelConfig: string;
  readonly tags: ModelVersion["tags"];
  /** ms */
  readonly createdMs: number | undefined;
}

/** What the tags of a version say. A chat that is no list of messages is shown as the text that it is. */
export function readVersion({ version, tags = [], description = "", creation_timestamp }: ModelVersion): PromptVersion {
  const values = new Map(tags.map(({ key = "", value = "" }) => [key, value]));
  const text = values.get(promptTags.text) ?? "";
  return {
    number: version,
    template: (values.get(promptTags.type) === "chat" && messagesIn(text)) || text,
    commitMessage: description,
    responseFormat: indented(values.get(promptTags.responseFormat)),
    modelConfig: indented(values.get(promptTags.modelConfig)),
    tags,
    createdMs: creation_timestamp,
  };
}

/** The content of a message as text; what is no text, as JSON. */
export function contentOf({ content }: ChatMessage): string {
  return typeof content === "string" ? content : JSON.stringify(content ?? null, undefined, 2);
}

/** A template as one text, each message of a chat under its role. */
export function textOfTemplate(template: PromptTemplate): string {
  if (typeof template === "string") return template;
  return template.map((message) => `[${message.role}]\n${contentOf(message)}`).join("\n\n");
}

function messagesIn(text: string): ChatMessage[] | undefined {
  const value = parsed(text);
  const isMessage = (item: unknown) =>
    typeof item === "object" && item !== null && "role" in item && typeof item.role === "string" && "content" in item;
  return Array.isArray(value) && value.length > 0 && value.every(isMessage) ? value : undefined;
}

function indented(text = ""): string {
  const value = parsed(text);
  return value === undefined ? text : JSON.stringify(value, undefined, 2);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
