/** The packages as an application of the time installs them; tests take them beside 1.x. */
export { CallbackManager } from "@langchain/core/callbacks/manager";
export * as messages from "@langchain/core/messages";
export * as prompts from "@langchain/core/prompts";
export * as retrievers from "@langchain/core/retrievers";
export * as runnables from "@langchain/core/runnables";
export * as tools from "@langchain/core/tools";
export * as langgraph from "@langchain/langgraph";
export * as prebuilt from "@langchain/langgraph/prebuilt";
export { ChatOpenAI } from "@langchain/openai";
