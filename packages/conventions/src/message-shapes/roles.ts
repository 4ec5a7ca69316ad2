import type { Role } from "../span-view.ts";

/** A role under one of four names; a role that no one knows stays as it is. */
export function foldRole(role: string | undefined, otherwise: Role = "user"): Role {
  if (role === undefined || role === "") return otherwise;
  return folded.get(role.toLowerCase()) ?? role;
}

const folded: ReadonlyMap<string, Role> = new Map<string, Role>([
  ["system", "system"],
  ["developer", "system"],
  ["instruction", "system"],
  ["instructions", "system"],
  ["systemmessage", "system"],
  ["user", "user"],
  ["human", "user"],
  ["humanmessage", "user"],
  ["humanmessagechunk", "user"],
  ["assistant", "assistant"],
  ["ai", "assistant"],
  ["model", "assistant"],
  ["bot", "assistant"],
  ["chatbot", "assistant"],
  ["aimessage", "assistant"],
  ["aimessagechunk", "assistant"],
  ["thinking", "assistant"],
  ["tool", "tool"],
  ["function", "tool"],
  ["toolmessage", "tool"],
  ["toolmessagechunk", "tool"],
  ["functionmessage", "tool"],
  ["tool-response", "tool"],
  ["tool-call", "assistant"],
]);
