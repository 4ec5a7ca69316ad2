import type { Experiment } from "../../data/messages.ts";
import { plainText } from "../../widgets/format/plain-text.ts";
import { formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { CardLine, CardName, CardText } from "../../widgets/table/cells.tsx";
import { descriptionTag, tagsOf } from "./experiment-columns.tsx";

/** One experiment on a narrow screen. */
export function ExperimentCard({ experiment, nowMs, zone }: { experiment: Experiment; nowMs: number; zone: TimeZone }) {
  return (
    <>
      <CardName name={experiment.name || experiment.experiment_id} />
      <CardLine>
        <CardText text={plainText(tagsOf(experiment)[descriptionTag] ?? "")} />
        {experiment.last_update_time ? formatRelative(experiment.last_update_time, nowMs, zone) : ""}
      </CardLine>
    </>
  );
}
