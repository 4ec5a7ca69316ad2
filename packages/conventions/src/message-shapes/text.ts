import type { Message, Role } from "../span-view.ts";

/** The plain text of a message: its text parts, one below the other. */
export function textOf(message: Message): string {
  return message.parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("\n");
}

/** The text of the last message of a role that has any. */
export function lastText(messages: readonly Message[] | undefined, role: Role): string | undefined {
  for (let at = (messages?.length ?? 0) - 1; at >= 0; at--) {
    const message = messages![at]!;
    if (message.role !== role) continue;
    const text = textOf(message).trim();
    if (text !== "") return text;
  }
  return undefined;
}
