import type { ModelVersion } from "../../data/messages.ts";
import { plainText } from "../../widgets/format/plain-text.ts";
import { formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { ModelStatus } from "../../widgets/model-status.tsx";
import { CardLine, CardName, CardText } from "../../widgets/table/cells.tsx";

/** One version on a narrow screen. */
export function VersionCard({ version: of, nowMs, zone }: { version: ModelVersion; nowMs: number; zone: TimeZone }) {
  const stage = of.current_stage && of.current_stage !== "None" ? [of.current_stage] : [];
  const aliases = (of.aliases ?? []).map((alias) => `@${alias}`);
  return (
    <>
      <CardName name={["Version", of.version, ...aliases].join(" ")} />
      <CardLine>
        <ModelStatus status={of.status} message={of.status_message} />
        <CardText text={[...stage, plainText(of.description ?? "")].join(" ")} />
        {of.creation_timestamp ? formatRelative(of.creation_timestamp, nowMs, zone) : ""}
      </CardLine>
    </>
  );
}
