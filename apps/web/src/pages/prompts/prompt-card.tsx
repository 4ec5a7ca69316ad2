import type { RegisteredModel } from "../../data/messages.ts";
import { plainText } from "../../widgets/format/plain-text.ts";
import { formatRelative, type TimeZone } from "../../widgets/format/time.ts";
import { CardLine, CardName, CardText } from "../../widgets/table/cells.tsx";
import { latestOf } from "./prompt-columns.tsx";

/** One prompt on a narrow screen. */
export function PromptCard({ prompt, nowMs, zone }: { prompt: RegisteredModel; nowMs: number; zone: TimeZone }) {
  return (
    <>
      <CardName name={prompt.name} />
      <CardLine>
        {latestOf(prompt)}
        <CardText text={aliasText(prompt) || plainText(prompt.description ?? "")} />
        {prompt.last_updated_timestamp ? formatRelative(prompt.last_updated_timestamp, nowMs, zone) : ""}
      </CardLine>
    </>
  );
}

/** `@production v3, @staging v4` */
function aliasText({ aliases = [] }: RegisteredModel): string {
  return aliases.map(({ alias, version }) => `@${alias} v${version}`).join(", ");
}
