import { type Stage, stages } from "@spanloom/store";
import { ApiError } from "@spanloom/wire";

/** A stage in any case. */
export function stageParameter(value: string): Stage {
  const stage = stages.find((known) => known.toLowerCase() === value.toLowerCase());
  if (stage !== undefined) return stage;
  throw new ApiError(
    "INVALID_PARAMETER_VALUE",
    `Invalid Model Version stage: ${value}. Value must be one of ${stages.join(", ")}.`,
  );
}
