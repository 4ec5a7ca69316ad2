import { ApiError } from "@spanloom/wire";
import type { ApiContext } from "./context.ts";
import {
  knownTraceId,
  maxTagValueLength,
  required,
  tagKeyParameter,
  traceNotFound,
  valueParameter,
} from "./parameters.ts";

/** Says that a trace could not be archived; a client may take the mark off, not put it on. */
const archivalFailure = "mlflow.trace.archivalFailure";

/** Tags that say how a trace is stored: no client may change them. */
const immutable: readonly string[] = ["mlflow.trace.spansLocation", "mlflow.trace.archiveLocation", archivalFailure];

/** `idName` is what the request calls its id. */
export async function setTag(
  { store, tracking }: ApiContext,
  idName: string,
  id: string | undefined,
  key: string | undefined,
  value: string | undefined,
) {
  const traceId = knownTraceId(id, idName);
  const name = tagKeyParameter(key);
  if (immutable.includes(name))
    throw new ApiError("INVALID_PARAMETER_VALUE", `Tag '${name}' is immutable and cannot be set on a trace.`);
  const text = valueParameter("value", value ?? "", maxTagValueLength, tracking);
  if (!(await store.traces.setTag(traceId, name, text))) throw traceNotFound(required(idName, id));
  return {};
}

export async function deleteTag(
  { store }: ApiContext,
  idName: string,
  id: string | undefined,
  key: string | undefined,
) {
  const traceId = knownTraceId(id, idName);
  const name = required("key", key);
  if (immutable.includes(name) && name !== archivalFailure)
    throw new ApiError("INVALID_PARAMETER_VALUE", `Tag '${name}' is immutable and cannot be deleted on a trace.`);
  if (!(await store.traces.deleteTag(traceId, name))) {
    throw new ApiError("RESOURCE_DOES_NOT_EXIST", `No trace tag with key '${name}' for trace with ID '${id}'.`);
  }
  return {};
}
