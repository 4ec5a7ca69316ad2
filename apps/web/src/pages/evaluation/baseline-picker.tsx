import { useMemo } from "react";
import { useEvaluationList } from "../../data/evaluations.ts";
import type { Run } from "../../data/messages.ts";
import { useRun } from "../../data/run.ts";
import { formatRelative } from "../../widgets/format/time.ts";
import { useTimeZone } from "../../widgets/format/use-time-zone.ts";
import { useNow } from "../../widgets/use-now.ts";
import styles from "./baseline-picker.module.css";
import { datasetOf } from "./evaluated-dataset.ts";

interface BaselinePickerProps {
  readonly run: Run;
  readonly baselineId: string | undefined;
  readonly onBaseline: (runId: string | undefined) => void;
}

/** With which evaluation of the experiment this one is compared; those on the same dataset come first. */
export function BaselinePicker({ run, baselineId, onBaseline }: BaselinePickerProps) {
  const list = useEvaluationList(run.info.experiment_id, "");
  const listed = useMemo(() => list.data?.pages.flatMap(({ evaluations }) => evaluations) ?? [], [list.data]);
  // One of another experiment, or further down the list than was loaded.
  const other = useRun(baselineId ?? run.info.run_id).data;
  const [zone] = useTimeZone();
  const nowMs = useNow(60_000);
  const others = listed.filter(({ info }) => info.run_id !== run.info.run_id);
  const all =
    others.some(({ info }) => info.run_id === baselineId) || !baselineId || !other ? others : [other, ...others];
  const dataset = datasetOf(run)?.name;
  const isSame = (each: Run) => dataset !== undefined && datasetOf(each)?.name === dataset;
  const groups = [
    ["On the same dataset", all.filter(isSame)],
    ["Others", all.filter((each) => !isSame(each))],
  ] as const;
  return (
    <label className={styles.baseline}>
      <span>Compare with</span>
      <select value={baselineId ?? ""} onChange={(event) => onBaseline(event.target.value || undefined)}>
        <option value="">no baseline</option>
        {groups.map(
          ([label, runs]) =>
            runs.length > 0 && (
              <optgroup key={label} label={label}>
                {runs.map(({ info }) => (
                  <option key={info.run_id} value={info.run_id}>
                    {info.run_name || info.run_id}
                    {info.start_time ? `, ${formatRelative(info.start_time, nowMs, zone)}` : ""}
                  </option>
                ))}
              </optgroup>
            ),
        )}
      </select>
    </label>
  );
}
