/** Attribute names that more than one vocabulary reads, or that other packages of ours write. */
export const names = {
  experimentId: "mlflow.experimentId",
  experimentName: "spanloom.experiment.name",
  runId: "mlflow.sourceRun",
  modelId: "mlflow.modelId",
  /** One attribute a trace's tag, `mlflow.traceTag.<key>`, and a trace's metadata. */
  traceTagPrefix: "mlflow.traceTag.",
  traceMetadataPrefix: "mlflow.traceMetadata.",
  traceInputPreview: "spanloom.trace.input_preview",
  traceOutputPreview: "spanloom.trace.output_preview",
  traceClientRequestId: "spanloom.trace.client_request_id",
  session: "session.id",
  user: "user.id",

  spanType: "mlflow.spanType",
  spanInputs: "mlflow.spanInputs",
  spanOutputs: "mlflow.spanOutputs",
  llmCost: "mlflow.llm.cost",

  operation: "gen_ai.operation.name",
  provider: "gen_ai.provider.name",
  system: "gen_ai.system",
  requestModel: "gen_ai.request.model",
  responseModel: "gen_ai.response.model",
  responseId: "gen_ai.response.id",
  finishReasons: "gen_ai.response.finish_reasons",
  inputTokens: "gen_ai.usage.input_tokens",
  outputTokens: "gen_ai.usage.output_tokens",
  cacheReadTokens: "gen_ai.usage.cache_read.input_tokens",
  cacheWriteTokens: "gen_ai.usage.cache_write.input_tokens",
  reasoningTokens: "gen_ai.usage.reasoning.output_tokens",
  timeToFirstChunk: "gen_ai.response.time_to_first_chunk",
  conversation: "gen_ai.conversation.id",
  agent: "gen_ai.agent.name",
  tool: "gen_ai.tool.name",
  toolCallId: "gen_ai.tool.call.id",
  toolArguments: "gen_ai.tool.call.arguments",
  toolResult: "gen_ai.tool.call.result",
  toolDefinitions: "gen_ai.tool.definitions",
  inputMessages: "gen_ai.input.messages",
  outputMessages: "gen_ai.output.messages",
  systemInstructions: "gen_ai.system_instructions",
  prompt: "gen_ai.prompt",
  completion: "gen_ai.completion",
} as const;

/** OpenTelemetry's event that repeats a model call's attributes, content included. */
export const detailsEvent = "gen_ai.client.inference.operation.details";
export const evaluationEvent = "gen_ai.evaluation.result";
