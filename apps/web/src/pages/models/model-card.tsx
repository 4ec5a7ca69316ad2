import type { RegisteredModel } from "../../data/messages.ts";
import { formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { CardLine, CardName, CardText } from "../../widgets/table/cells.tsx";
import { latestVersion } from "./model-columns.tsx";

/** One registered model on a narrow screen. */
export function ModelCard({ model, nowMs, zone }: { model: RegisteredModel; nowMs: number; zone: TimeZone }) {
  const version = latestVersion(model);
  const aliases = (model.aliases ?? []).map(({ alias, version: of }) => `@${alias} ${of}`);
  return (
    <>
      <CardName name={model.name} />
      <CardLine>
        <CardText text={[version ? `version ${version}` : "no versions", ...aliases].join(" · ")} />
        {model.last_updated_timestamp ? formatRelative(model.last_updated_timestamp, nowMs, zone) : ""}
      </CardLine>
    </>
  );
}
