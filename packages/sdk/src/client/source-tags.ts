import { userName } from "../config/environment.ts";
import { findNodeModule } from "../node-module.ts";
import { findGitHead } from "./git-head.ts";

/** Who makes a run, and with what program; MLflow's names. Nothing where the platform does not say. */
export function sourceTags(): Record<string, string> {
  const { process } = globalThis;
  if (typeof process?.cwd !== "function") return {};
  const script = process.argv?.[1];
  const commit = findNodeModule("node:fs") && findGitHead(process.cwd())?.commit;
  const user = userName();
  return {
    ...(user !== undefined && { "mlflow.user": user }),
    ...(script !== undefined && { "mlflow.source.name": script }),
    "mlflow.source.type": "LOCAL",
    ...(commit !== undefined && { "mlflow.source.git.commit": commit }),
  };
}
