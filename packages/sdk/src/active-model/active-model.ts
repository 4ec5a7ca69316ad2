import type { NewLoggedModel } from "../client/logged-models.ts";
import { activeModelId } from "../config/environment.ts";
import { currentScope, withScope } from "../context/scope.ts";
import { shared } from "../context/shared.ts";
import { reportOnce, safely } from "../safely.ts";
import { modelByName } from "./model-by-name.ts";

/** The logged model that traces are linked to. */
export interface ActiveModel {
  readonly modelId: string;
  readonly name?: string | undefined;
}

/** A logged model: its id, or anything that has one, as a model that the client gave. */
export type ModelReference =
  | string
  | ActiveModel
  | { readonly model_id: string; readonly name?: string }
  | LoggedModelLike;

/** A logged model by its name, with what it is made of where there is none. */
export type NamedModel = NewLoggedModel & { readonly name: string };

interface LoggedModelLike {
  readonly info?: { readonly model_id?: string; readonly name?: string };
}

/**
 * Links all traces that start from now on, in the whole program, to a logged model. What is no model changes nothing.
 *
 * @example
 * setActiveModel("m-0123456789abcdef0123456789abcdef");
 */
export function setActiveModel(model: ModelReference): void;
/**
 * The same for the newest logged model of a name, which is asked of the server; an external one is made where there is
 * none. Traces that start before it is known are not linked. Resolves to `undefined`, and changes nothing, where that fails.
 *
 * @example
 * await setActiveModel({ name: "support-agent" });
 */
export function setActiveModel(model: NamedModel): Promise<ActiveModel | undefined>;
export function setActiveModel(model: ModelReference | NamedModel): undefined | Promise<ActiveModel | undefined> {
  const active = safely("setActiveModel", () => modelOf(model), undefined);
  if (active !== undefined) chosen().model = active;
  return active === undefined && safely("setActiveModel", () => isNamed(model), false)
    ? setNamed(model as NamedModel)
    : undefined;
}

async function setNamed(named: NamedModel): Promise<ActiveModel | undefined> {
  try {
    const active = modelOf(await modelByName(named));
    chosen().model = active;
    return active;
  } catch (error) {
    reportOnce("setActiveModel", error);
    return undefined;
  }
}

const isNamed = (model: unknown): model is NamedModel =>
  typeof model === "object" && model !== null && typeof (model as { name?: unknown }).name === "string";

/**
 * The model that a trace started now would be linked to: that of `withActiveModel` around, else the one that was set, else
 * the one of the variable `MLFLOW_ACTIVE_MODEL_ID`.
 *
 * @example
 * getActiveModel()?.modelId;
 */
export function getActiveModel(): ActiveModel | undefined {
  return safely("getActiveModel", activeModel, undefined);
}

export function activeModel(): ActiveModel | undefined {
  return currentScope().model ?? chosen().model;
}

/**
 * Ends what `setActiveModel` or the variable `MLFLOW_ACTIVE_MODEL_ID` began. `withActiveModel` around stays as it is.
 *
 * @example
 * clearActiveModel();
 */
export function clearActiveModel(): void {
  chosen().model = undefined;
}

/**
 * Links traces that `fn` starts, and all that it awaits, to a logged model. Nests, and wins over `setActiveModel`.
 *
 * @example
 * await withActiveModel("m-0123456789abcdef0123456789abcdef", async () => {
 *   await withSpan(async () => "an answer of that model", { name: "answer" });
 * });
 */
export function withActiveModel<T>(model: ModelReference, fn: () => T): T {
  const active = safely("withActiveModel", () => modelOf(model), undefined);
  return active === undefined ? fn() : withScope({ model: active }, fn);
}

/** The environment is read once, for reading it costs a microsecond and every trace asks. */
const chosen = shared("active model", (): { model: ActiveModel | undefined } => ({
  model: modelOf(activeModelId()),
}));

function modelOf(model: unknown): ActiveModel | undefined {
  if (typeof model === "string") return model.trim() === "" ? undefined : { modelId: model.trim() };
  const given = (model ?? {}) as { modelId?: unknown; model_id?: unknown; name?: unknown; info?: unknown };
  if (typeof given.info === "object" && given.info !== null) return modelOf(given.info);
  const modelId = given.modelId ?? given.model_id;
  if (typeof modelId !== "string" || modelId === "") return undefined;
  return { modelId, ...(typeof given.name === "string" && { name: given.name }) };
}
