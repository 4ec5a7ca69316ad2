import type { MessagePart } from "@spanloom/conventions";
import { Icon } from "../../widgets/icon.tsx";
import { exactJson } from "../../widgets/json-view/json-text.ts";
import { TypeIcon } from "../../widgets/type-icon.tsx";
import { JsonPart } from "./json-part.tsx";
import { MediaView } from "./media-view.tsx";
import styles from "./messages.module.css";
import type { ToolCall, ToolResult } from "./pair-tools.ts";
import { type TextMode, TextView } from "./text-view.tsx";
import { ValueView } from "./value-view.tsx";

export function PartView({ part, result, mode }: { part: MessagePart; result?: ToolResult | undefined; mode: TextMode }) {
  switch (part.type) {
    case "text":
      return <TextView text={part.text} mode={mode} />;
    case "reasoning":
      return (
        <details className={styles.reasoning}>
          <summary>
            Reasoning <span className={styles.glance}>{part.text.slice(0, 160) || "not disclosed"}</span>
          </summary>
          <TextView text={part.text} mode={mode} />
        </details>
      );
    case "tool_call":
      return <ToolCallView call={part} result={result} mode={mode} />;
    case "tool_result":
      return (
        <section className={styles.tool}>
          <h3 className={styles.toolHead}>
            <TypeIcon type="TOOL" /> Result of {part.name ?? "a call"} {part.id && <code className={styles.quiet}>{part.id}</code>}
          </h3>
          <ResultView result={part} mode={mode} />
        </section>
      );
    case "media":
      return <MediaView media={part} />;
    case "other":
      return (
        <section className={styles.tool}>
          <h3 className={styles.toolHead}>{part.kind}</h3>
          <JsonPart text={exactJson(part.value)} label={part.kind} />
        </section>
      );
  }
}

/** A call and what came back, as one thing. */
function ToolCallView({ call, result, mode }: { call: ToolCall; result?: ToolResult | undefined; mode: TextMode }) {
  return (
    <section className={styles.tool} data-failed={result?.isError || undefined}>
      <h3 className={styles.toolHead}>
        <TypeIcon type="TOOL" /> {call.name || "a tool"} {call.id && <code className={styles.quiet}>{call.id}</code>}
      </h3>
      {call.arguments !== undefined && <ValueView value={call.arguments} label={`Arguments of ${call.name}`} mode={mode} />}
      {result && (
        <>
          <h4 className={styles.arrow}>
            <Icon name={result.isError ? "error" : "arrowDown"} size={12} /> {result.isError ? "Failed" : "Result"}
          </h4>
          <ResultView result={result} mode={mode} />
        </>
      )}
    </section>
  );
}

function ResultView({ result, mode }: { result: ToolResult; mode: TextMode }) {
  return <ValueView value={result.result} label={`Result of ${result.name ?? "the call"}`} mode={mode} />;
}
