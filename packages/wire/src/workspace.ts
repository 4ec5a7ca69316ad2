/** The header by which a client of MLflow names the workspace that it works in. */
export const workspaceHeader = "x-mlflow-workspace";

/**
 * Why a request that names this workspace must be refused, or undefined when it may go on. There is one workspace, and
 * who works in another must not find, change or add to what is in this one.
 */
export function workspaceProblem(name: string | undefined): string | undefined {
  if (name === undefined || name === "" || name === "default") return undefined;
  return `There is no workspace '${name.slice(0, 100)}': everything is in the one named default.`;
}
