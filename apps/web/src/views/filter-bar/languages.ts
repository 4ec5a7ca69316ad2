import { type FieldSet, fields } from "@spanloom/filter";
import type { Searched } from "../../data/suggestions.ts";

interface Language {
  readonly fields: FieldSet;
  /** Of the bar, for screen readers. */
  readonly label: string;
  readonly placeholder: string;
  /** Under which the last filters are remembered. */
  readonly history: string;
}

/** The search languages that a bar can speak. */
export const languages: Readonly<Record<Searched, Language>> = {
  traces: {
    fields: fields.traces,
    label: "Filter traces",
    placeholder: "Filter: state:error duration:>2s model:gpt-4o* “free text”",
    history: "filter-history",
  },
  runs: {
    fields: fields.runs,
    label: "Filter runs",
    placeholder: "Filter: metrics.loss < 0.5 and params.model = 'small'",
    history: "filter-history.runs",
  },
};
