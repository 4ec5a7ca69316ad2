import { JsonValueView, JsonView } from "../../widgets/json-view/json-view.tsx";
import { looksLikeJson, type TextMode, TextView } from "./text-view.tsx";

/** Any value: words as words, JSON (also where it is written into a text) as JSON. */
export function ValueView({ value, label, mode }: { value: unknown; label: string; mode: TextMode }) {
  if (typeof value !== "string") return <JsonValueView value={value} label={label} />;
  if (mode !== "text" && looksLikeJson(value)) return <JsonView text={value} label={label} />;
  return <TextView text={value} mode={mode} />;
}
