import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";
import type { Config } from "../config/config.ts";
import { type Environment, environment } from "../config/environment.ts";

/** Which traces are recorded: as the options say, else as OpenTelemetry's variables do, else all. */
export function samplerOf({ sampler, sampleRate }: Config, env = environment()): Sampler {
  if (sampler !== undefined) return sampler;
  if (sampleRate !== undefined) return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampleRate) });
  const name = env.OTEL_TRACES_SAMPLER?.trim().toLowerCase() ?? "";
  const root = rootSampler(name.replace(/^parentbased_/, ""), env);
  return name !== "" && root !== undefined && !name.startsWith("parentbased_")
    ? root
    : new ParentBasedSampler({ root: root ?? new AlwaysOnSampler() });
}

/** OpenTelemetry's names of samplers (specification of the SDK's environment variables); `undefined` for no such name. */
function rootSampler(name: string, env: Environment): Sampler | undefined {
  switch (name) {
    case "always_on":
      return new AlwaysOnSampler();
    case "always_off":
      return new AlwaysOffSampler();
    case "traceidratio": {
      const said = env.OTEL_TRACES_SAMPLER_ARG?.trim() ?? "";
      const rate = said === "" ? Number.NaN : Number(said);
      return rate >= 0 && rate <= 1 ? new TraceIdRatioBasedSampler(rate) : new AlwaysOnSampler();
    }
    default:
      return undefined;
  }
}
