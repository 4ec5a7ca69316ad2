import type { SpanView } from "@spanloom/conventions";
import type { ReactNode } from "react";
import type { TextMode } from "../messages/text-view.tsx";
import { ValueView } from "../messages/value-view.tsx";
import { Parameters, Tools, useTextMode } from "./conversation-tab.tsx";
import { ModeSwitch } from "./mode-switch.tsx";
import { hasConversation } from "./present.ts";
import styles from "./span-details.module.css";

export function InputOutputTab({ view }: { view: SpanView }) {
  const [mode, setMode] = useTextMode();
  const run = view.toolRun;
  const alone = !hasConversation(view);
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        {alone && <Parameters parameters={view.modelParameters} />}
        <ModeSwitch mode={mode} onMode={setMode} />
      </div>
      {alone && view.toolDefinitions && view.toolDefinitions.length > 0 && <Tools tools={view.toolDefinitions} />}
      {run?.arguments !== undefined && (
        <Part title={`Arguments${run.name ? ` of ${run.name}` : ""}`} value={run.arguments} mode={mode} />
      )}
      {view.query !== undefined && <Part title="Query" value={view.query} mode={mode} />}
      {view.inputs !== undefined && !same(view.inputs, run?.arguments) && !same(view.inputs, view.query) && (
        <Part title="Input" value={view.inputs} mode={mode} />
      )}
      {run?.result !== undefined && <Part title="Result" value={run.result} mode={mode} />}
      {view.outputs !== undefined && !same(view.outputs, run?.result) && (
        <Part title="Output" value={view.outputs} mode={mode} />
      )}
    </div>
  );
}

function Part({ title, value, mode }: { title: string; value: unknown; mode: TextMode }): ReactNode {
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      <ValueView value={value} label={title} mode={mode} />
    </section>
  );
}

/** Many dialects say the same twice; it is shown once. Very large values are not compared. */
function same(a: unknown, b: unknown): boolean {
  if (a === undefined || b === undefined) return false;
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object") return false;
  const left = JSON.stringify(a);
  return left.length < 1_000_000 && left === JSON.stringify(b);
}
