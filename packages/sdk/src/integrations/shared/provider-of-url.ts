/**
 * The provider behind an address, as a value of `gen_ai.provider.name`. Many providers speak OpenAI's or Anthropic's API,
 * and prices hang on who answers. An address that nobody is known by (a proxy, vLLM) gives `otherwise`.
 */
export function providerOfUrl(url: string | undefined, otherwise: string): string {
  const host = hostOf(url);
  if (host === undefined) return otherwise;
  for (const [pattern, provider] of hosts) if (pattern.test(host)) return provider;
  return otherwise;
}

function hostOf(url: string | undefined): string | undefined {
  try {
    return url === undefined ? undefined : new URL(url).host.toLowerCase();
  } catch {
    return undefined;
  }
}

const hosts: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)openai\.azure\.(com|us|cn)$/, "azure.ai.openai"],
  [/(^|\.)cognitiveservices\.azure\.(com|us|cn)$/, "azure.ai.openai"],
  [/(^|\.)(services|models|inference)\.ai\.azure\.com$/, "azure.ai.inference"],
  [/(^|\.)openai\.com$/, "openai"],
  [/(^|\.)anthropic\.com$/, "anthropic"],
  [/(^|\.)openrouter\.ai$/, "openrouter"],
  [/(^|\.)groq\.com$/, "groq"],
  [/(^|\.)deepseek\.com$/, "deepseek"],
  [/(^|\.)x\.ai$/, "x_ai"],
  [/(^|\.)mistral\.ai$/, "mistral_ai"],
  [/(^|\.)perplexity\.ai$/, "perplexity"],
  [/(^|\.)together\.(xyz|ai)$/, "together_ai"],
  [/(^|\.)fireworks\.ai$/, "fireworks_ai"],
  [/(^|\.)moonshot\.(ai|cn)$/, "moonshot_ai"],
  [/(^|\.)cerebras\.ai$/, "cerebras"],
  [/(^|\.)cohere\.(ai|com)$/, "cohere"],
  [/(^|\.)huggingface\.co$/, "hugging_face"],
  [/^generativelanguage\.googleapis\.com$/, "gcp.gemini"],
  [/(^|[.-])aiplatform\.googleapis\.com$/, "gcp.vertex_ai"],
  [/^bedrock(-runtime)?(-fips)?\..*amazonaws\.com(\.cn)?$/, "aws.bedrock"],
  [/^(localhost|127\.0\.0\.1|\[::1\]):11434$/, "ollama"],
];
