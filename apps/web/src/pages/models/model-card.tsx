import type { RegisteredModel } from "../../data/messages.ts";
import { formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { CardLine, CardName } from "../../widgets/table/cells.tsx";
import { latestVersion } from "./model-columns.tsx";
import styles from "./models-page.module.css";

/** One registered model on a narrow screen. */
export function ModelCard({ model, nowMs, zone }: { model: RegisteredModel; nowMs: number; zone: TimeZone }) {
  const version = latestVersion(model);
  const aliases = (model.aliases ?? []).map(({ alias, version: of }) => `@${alias} ${of}`);
  return (
    <>
      <CardName name={model.name} />
      <CardLine>
        <span className={styles.cardText}>
          {[version ? `version ${version}` : "no versions", ...aliases].join(" · ")}
        </span>
        {model.last_updated_timestamp ? formatRelative(model.last_updated_timestamp, nowMs, zone) : ""}
      </CardLine>
    </>
  );
}
