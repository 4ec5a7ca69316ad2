import type { SpanView, ToolDefinition } from "@spanloom/conventions";
import { JsonValueView } from "../../widgets/json-view/json-view.tsx";
import { useRemembered } from "../../widgets/use-remembered.ts";
import { Conversation } from "../messages/conversation.tsx";
import type { TextMode } from "../messages/text-view.tsx";
import styles from "./conversation-tab.module.css";
import { ModeSwitch } from "./mode-switch.tsx";
import details from "./span-details.module.css";

export function ConversationTab({ view }: { view: SpanView }) {
  const [mode, setMode] = useTextMode();
  return (
    <div className={details.panel}>
      <div className={details.bar}>
        <Parameters parameters={view.modelParameters} />
        <ModeSwitch mode={mode} onMode={setMode} />
      </div>
      {view.toolDefinitions && view.toolDefinitions.length > 0 && <Tools tools={view.toolDefinitions} />}
      <Conversation input={view.inputMessages ?? []} output={view.outputMessages ?? []} mode={mode} />
    </div>
  );
}

export function useTextMode(): [TextMode, (mode: TextMode) => void] {
  return useRemembered<TextMode>("messages.mode", (stored) =>
    stored === "text" || stored === "json" ? stored : "markdown",
  );
}

export function Parameters({ parameters }: { parameters: SpanView["modelParameters"] }) {
  const entries = Object.entries(parameters ?? {});
  if (entries.length === 0) return null;
  return (
    <dl className={styles.parameters} aria-label="Model parameters">
      {entries.map(([name, value]) => (
        <div key={name} className={styles.parameter}>
          <dt>{name}</dt>
          <dd>{typeof value === "object" ? JSON.stringify(value) : String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

export function Tools({ tools }: { tools: readonly ToolDefinition[] }) {
  return (
    <details className={details.fold}>
      <summary>
        {tools.length} {tools.length === 1 ? "tool" : "tools"}{" "}
        <span className={details.quiet}>{tools.map(({ name }) => name).join(", ")}</span>
      </summary>
      {tools.map((tool) => (
        <section key={tool.name} className={styles.toolDefinition}>
          <h3>{tool.name}</h3>
          {tool.description && <p className={styles.description}>{tool.description}</p>}
          {tool.parameters !== undefined && (
            <JsonValueView value={tool.parameters} label={`Parameters of ${tool.name}`} />
          )}
        </section>
      ))}
    </details>
  );
}
