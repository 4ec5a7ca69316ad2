import type { Metric } from "@spanloom/wire";
import type { LoggedModel, ModelVersion, Run } from "../../data/messages.ts";
import { metricValue } from "../../data/metric-history.ts";
import type { ModelSignature } from "../../views/model-signature/read-signature.ts";
import { formatNumber } from "../../widgets/format/number.ts";

/** A version with what it was registered from, as far as it is known and loaded. */
export interface VersionSources {
  readonly version: ModelVersion;
  readonly model: LoggedModel | undefined;
  readonly run: Run | undefined;
  readonly signature: ModelSignature | undefined;
}

type Values = ReadonlyMap<string, string>;

/** Of the logged model; of the run where there is none. */
export function paramsOf({ model, run }: VersionSources): Values {
  const params = (model ?? run)?.data?.params ?? [];
  return new Map(params.map(({ key = "", value = "" }) => [key, value]));
}

/** The last values by name, those of a logged model with the dataset that they were measured on. */
export function metricsOf({ model, run }: VersionSources): Values {
  const metrics = ((model ?? run)?.data?.metrics ?? []) as readonly Partial<Metric>[];
  const own = metrics.filter(({ key = "" }) => !key.startsWith("system/"));
  const inTime = own.toSorted((a, b) => Number(a.timestamp ?? 0) - Number(b.timestamp ?? 0));
  return new Map(
    inTime.map(({ key = "", value, dataset_name: dataset }) => [
      dataset ? `${key} on ${dataset}` : key,
      formatNumber(metricValue(value)),
    ]),
  );
}

export function tagsOf({ version }: VersionSources): Values {
  return new Map((version.tags ?? []).map(({ key = "", value = "" }) => [key, value]));
}

export function factsOf({ version, model, run }: VersionSources): Values {
  const facts = {
    Aliases: (version.aliases ?? []).map((alias) => `@${alias}`).join(" "),
    Stage: version.current_stage === "None" ? "" : version.current_stage,
    Run: run?.info.run_name || version.run_id,
    "Logged model": model?.info.name || version.model_id,
    Source: model ? "" : version.source,
  };
  return new Map(Object.entries(facts).flatMap(([name, text]) => (text ? [[name, text] as const] : [])));
}

/** `input ticket`: its type. Fields without a name are told by their place. */
export function signatureOf({ signature }: VersionSources): Values {
  if (!signature) return new Map();
  const parts = { input: signature.inputs, output: signature.outputs, param: signature.params };
  return new Map(
    Object.entries(parts).flatMap(([part, fields]) =>
      fields.map(({ name, type, required, byDefault }, at) => {
        const more = byDefault === undefined ? (required ? "" : ", optional") : ` = ${byDefault}`;
        return [`${part} ${name || at + 1}`, type + more] as const;
      }),
    ),
  );
}
