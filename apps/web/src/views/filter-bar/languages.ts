import type { Searched } from "../../data/suggestions.ts";

interface BarTexts {
  /** Of the bar, for screen readers. */
  readonly label: string;
  readonly placeholder: string;
  /** Under which the last filters are remembered. */
  readonly history: string;
}

/** What the bars of the search languages say. The languages themselves come later (`use-language.ts`). */
export const languages: Readonly<Record<Searched, BarTexts>> = {
  traces: {
    label: "Filter traces",
    placeholder: "Filter: state:error duration:>2s model:gpt-4o* “free text”",
    history: "filter-history",
  },
  runs: {
    label: "Filter runs",
    placeholder: "Filter: metrics.loss < 0.5 and params.model = 'small'",
    history: "filter-history.runs",
  },
};
