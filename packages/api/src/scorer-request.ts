import { ApiError, type ExactJson, type ExactObject, isExactObject } from "@spanloom/wire";
import { exactParameter } from "./json-parameter.ts";

/**
 * Checks what a client wants to register as a scorer. A scorer made by a decorator carries its source code, which every
 * program that loads it executes: it is refused unless the server was told to take such.
 */
export function checkScorer(serialized: string, mayCarryCode: boolean): void {
  const scorer = exactParameter("serialized_scorer", serialized);
  if (!isExactObject(scorer)) throw refused("serialized_scorer must be a JSON object.");
  if (!mayCarryCode && carriesCode(scorer)) {
    throw refused(
      "Custom scorers (made by the @scorer decorator) are not taken by this server: whoever loads one executes the code " +
        "that it carries. Keep the code in your repository, or start the server with --enable-custom-scorers " +
        "(MLFLOW_SERVER_ENABLE_CUSTOM_SCORERS=true) where everybody who can register a scorer is trusted.",
    );
  }
  const model = modelIn(scorer);
  if (model !== undefined && model.trim() === "") {
    throw refused("Scorer model cannot be empty or contain only whitespace.");
  }
  const endpoint = /^gateway:\/+(.*)$/.exec(model ?? "")?.[1];
  if (endpoint !== undefined) {
    throw new ApiError(
      "RESOURCE_DOES_NOT_EXIST",
      `GatewayEndpoint not found (name='${endpoint}'): this server has no gateway to models.`,
    );
  }
}

/** Also in a scorer inside: an ensemble is made of several. */
function carriesCode(value: ExactJson): boolean {
  if (Array.isArray(value)) return value.some(carriesCode);
  if (!isExactObject(value)) return false;
  return Boolean(value.call_source) || Object.values(value).some(carriesCode);
}

/** The model that the judge asks, where there is one. */
function modelIn(scorer: ExactObject): string | undefined {
  for (const kind of ["instructions_judge_pydantic_data", "builtin_scorer_pydantic_data"]) {
    const data = scorer[kind];
    if (isExactObject(data) && typeof data.model === "string") return data.model;
  }
  return undefined;
}

function refused(message: string): ApiError {
  return new ApiError("INVALID_PARAMETER_VALUE", message);
}
