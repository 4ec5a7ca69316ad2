/**
 * Providers under one name, whoever names them: OpenTelemetry's `gen_ai.provider.name` values where it has one, else
 * the name in lower case. Prices and filters rely on the folding. A framework that calls itself a system
 * (`langchain`, `strands-agents`) is no provider.
 */
export function foldProvider(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  const name = value.trim().toLowerCase();
  if (name === "" || frameworks.has(name)) return undefined;
  const known = folded.get(name);
  if (known !== undefined) return known;
  // The AI SDK appends the API to the provider: `openai.chat`, `anthropic.messages`, `google.vertex.chat`.
  const family = name.slice(0, name.lastIndexOf("."));
  return (family !== "" && !standard.has(name) ? folded.get(family) : undefined) ?? name;
}

const standard = new Set([
  "anthropic",
  "aws.bedrock",
  "azure.ai.inference",
  "azure.ai.openai",
  "cohere",
  "deepseek",
  "gcp.gemini",
  "gcp.gen_ai",
  "gcp.vertex_ai",
  "groq",
  "ibm.watsonx.ai",
  "mistral_ai",
  "moonshot_ai",
  "openai",
  "perplexity",
  "x_ai",
]);

const frameworks = new Set([
  "langchain",
  "langgraph",
  "strands-agents",
  "llama_index",
  "llamaindex",
  "crewai",
  "haystack",
  "autogen",
  "semantic_kernel",
  "pydantic-ai",
  "pydantic_ai",
  "openai_agents",
  "google_adk",
  "smolagents",
  "dspy",
  "agno",
  "mcp",
]);

const spellings: Readonly<Record<string, readonly string[]>> = {
  anthropic: ["claude"],
  "aws.bedrock": [
    "aws",
    "aws_bedrock",
    "bedrock",
    "amazon-bedrock",
    "amazon_bedrock",
    "amazon bedrock",
    "aws-bedrock",
    "bedrock_converse",
    "amazon",
    "aws.sagemaker",
  ],
  "azure.ai.inference": ["az.ai.inference", "azure_ai", "azure_ai_inference", "azure-ai"],
  "azure.ai.openai": [
    "azure",
    "az.ai.openai",
    "azure_openai",
    "azure-openai",
    "azure openai",
    "azureopenai",
    "azure.openai",
  ],
  cohere: ["cohere_chat"],
  deepseek: ["deep_seek"],
  "gcp.gemini": [
    "gemini",
    "google",
    "google_genai",
    "google-genai",
    "googleai",
    "google_ai",
    "google_generativeai",
    "google.generative-ai",
    "google.generative_ai",
    "google-gla",
  ],
  "gcp.vertex_ai": [
    "vertexai",
    "vertex_ai",
    "vertex-ai",
    "vertex",
    "google.vertex",
    "google_vertexai",
    "google_vertex",
    "google-vertex",
    "gcp.vertexai",
    "vertex.anthropic",
    "vertex.google",
    "google.vertex.anthropic",
  ],
  "ibm.watsonx.ai": ["watsonx", "ibm_watsonx", "ibm"],
  mistral_ai: ["mistral", "mistralai", "mistral-ai"],
  moonshot_ai: ["moonshot", "moonshotai", "kimi"],
  openai: ["open_ai", "openai_chat", "openai-chat", "openai-responses"],
  x_ai: ["xai", "x-ai", "grok"],
  together_ai: ["together", "togetherai", "together-ai"],
  fireworks_ai: ["fireworks", "fireworksai", "fireworks-ai"],
  hugging_face: ["huggingface", "hf", "hugging-face"],
  replicate: [],
  ollama: [],
  openrouter: ["open_router"],
  cerebras: [],
};

const folded: ReadonlyMap<string, string> = new Map([
  ...[...standard].map((name) => [name, name] as const),
  ...Object.entries(spellings).flatMap(([name, others]) => [name, ...others].map((other) => [other, name] as const)),
]);
