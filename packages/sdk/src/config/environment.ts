export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that the program was started with, read nowhere else; none where the platform has no such thing. */
export function environment(): Environment {
  return globalThis.process?.env ?? {};
}

/** What traces are linked to until the program names another. */
export function activeModelId(): string | undefined {
  return environment().MLFLOW_ACTIVE_MODEL_ID;
}

/** Who runs the program. */
export function userName(): string | undefined {
  const { MLFLOW_TRACKING_USERNAME, USER, USERNAME } = environment();
  return MLFLOW_TRACKING_USERNAME ?? USER ?? USERNAME;
}
