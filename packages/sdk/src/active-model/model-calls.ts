import { ApiError } from "@spanloom/wire";
import { defaultClient } from "../client/default-client.ts";
import type { EntryValues } from "../client/entries.ts";
import type { LoggedModel, LoggedModelEnd, NewLoggedModel } from "../client/logged-models.ts";
import type { CallOptions } from "../client/transport.ts";
import { getActiveModel } from "./active-model.ts";

/**
 * Makes a logged model at the server that `init` named: PENDING, until `finalizeLoggedModel`. Rejects with `ApiError`, as
 * all here do, for an application that makes a model wants to know.
 *
 * @example
 * const model = await initializeLoggedModel({ name: "classifier", modelType: "agent", params: { layers: 2 } });
 * await finalizeLoggedModel(model.info!.model_id!, "READY");
 */
export function initializeLoggedModel(model?: NewLoggedModel): Promise<LoggedModel> {
  return defaultClient().initializeLoggedModel(model);
}

/**
 * Makes a logged model whose files are kept elsewhere, such as an agent in a repository; READY at once.
 *
 * @example
 * const model = await createExternalModel({ name: "support-agent", params: { model: "gpt-4o-mini" } });
 * setActiveModel(model);
 */
export function createExternalModel(model?: NewLoggedModel): Promise<LoggedModel> {
  return defaultClient().createExternalModel(model);
}

/**
 * Says how the making of a logged model ended.
 *
 * @example
 * const model = await initializeLoggedModel({ name: "classifier" });
 * await finalizeLoggedModel(model.info!.model_id!, "FAILED");
 */
export function finalizeLoggedModel(modelId: string, end: LoggedModelEnd, options?: CallOptions): Promise<LoggedModel> {
  return defaultClient().finalizeLoggedModel(modelId, end, options);
}

/**
 * Adds parameters to a logged model, the active one unless `modelId` names another. A parameter that it has is refused.
 *
 * @example
 * setActiveModel(await createExternalModel({ name: "support-agent" }));
 * await logModelParams({ temperature: 0.2 });
 */
export async function logModelParams(
  params: EntryValues,
  options: CallOptions & { readonly modelId?: string } = {},
): Promise<void> {
  const modelId = options.modelId ?? getActiveModel()?.modelId;
  if (modelId === undefined) {
    throw new ApiError("INVALID_PARAMETER_VALUE", "There is no active model: name one with `modelId`, or set one.");
  }
  await defaultClient().logModelParams(modelId, params, options);
}
