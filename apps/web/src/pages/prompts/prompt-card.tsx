import type { RegisteredModel } from "../../data/messages.ts";
import { plainText } from "../../widgets/format/plain-text.ts";
import { formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { CardLine, CardName, CardText } from "../../widgets/table/cells.tsx";
import { aliasesOf, latestOf } from "./prompt-columns.tsx";

/** One prompt on a narrow screen. */
export function PromptCard({ prompt, nowMs, zone }: { prompt: RegisteredModel; nowMs: number; zone: TimeZone }) {
  return (
    <>
      <CardName name={prompt.name} />
      <CardLine>
        {latestOf(prompt)}
        <CardText text={aliasesOf(prompt) || plainText(prompt.description ?? "")} />
        {prompt.last_updated_timestamp ? formatRelative(prompt.last_updated_timestamp, nowMs, zone) : ""}
      </CardLine>
    </>
  );
}
