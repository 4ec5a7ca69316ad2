/** The tags in which the registry keeps a prompt: MLflow's names, of registered models and of their versions. */
export const promptTags = {
  isPrompt: "mlflow.prompt.is_prompt",
  text: "mlflow.prompt.text",
  type: "_mlflow_prompt_type",
  responseFormat: "_mlflow_prompt_response_format",
  modelConfig: "_mlflow_prompt_model_config",
  experimentIds: "_mlflow_experiment_ids",
} as const;

/** A version of a prompt names a source, as any version does; MLflow takes this one. */
export const promptSource = "dummy-source";
