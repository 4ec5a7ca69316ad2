import { ApiError } from "@spanloom/wire";
import { findNodeModule, type NodeModules } from "../node-module.ts";

/** Throws `ApiError` NOT_IMPLEMENTED that says what the platform lacks it for. */
export function nodeModule<Name extends keyof NodeModules>(name: Name, purpose: string): NodeModules[Name] {
  const found = findNodeModule(name);
  if (found === undefined)
    throw new ApiError("NOT_IMPLEMENTED", `There is no ${name} on this platform for ${purpose}.`);
  return found;
}
