/** The package as an application of the time installs it; tests take it beside the later versions. */
export { createOpenAI } from "@ai-sdk/openai";
export * as ai from "ai";
