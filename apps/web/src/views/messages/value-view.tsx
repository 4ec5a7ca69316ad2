import { useMemo } from "react";
import { exactJson } from "../../widgets/json-view/json-text.ts";
import { attachmentsIn } from "./attachments-in.ts";
import { JsonPart } from "./json-part.tsx";
import { MediaSourceView } from "./media-view.tsx";
import { looksLikeJson, type TextMode, TextView } from "./text-view.tsx";

/** Any value as it is, and the files of the trace that it refers to below it. */
export function ValueView({ value, label, mode }: { value: unknown; label: string; mode: TextMode }) {
  const attachments = useMemo(() => attachmentsIn(value), [value]);
  return (
    <>
      <Plain value={value} label={label} mode={mode} />
      {attachments.map(({ reference, source, mimeType }) => (
        <MediaSourceView key={reference} source={source} name={mimeType} of={label} />
      ))}
    </>
  );
}

/** Words as words, JSON (also where it is written into a text) as JSON. */
function Plain({ value, label, mode }: { value: unknown; label: string; mode: TextMode }) {
  if (typeof value !== "string") return <JsonPart text={exactJson(value)} label={label} />;
  if (mode !== "text" && looksLikeJson(value)) return <JsonPart text={value} label={label} />;
  return <TextView text={value} mode={mode} />;
}
