import type { SpanView } from "@spanloom/conventions";
import type { ReactNode } from "react";
import type { TextMode } from "../messages/text-view.tsx";
import { ValueView } from "../messages/value-view.tsx";
import { Parameters, Tools, useTextMode } from "./conversation-tab.tsx";
import { ModeSwitch } from "./mode-switch.tsx";
import { hasConversation, namedValues } from "./present.ts";
import styles from "./span-details.module.css";

export function InputOutputTab({ view }: { view: SpanView }) {
  const [mode, setMode] = useTextMode();
  const values = namedValues(view);
  const alone = !hasConversation(view);
  return (
    <div className={styles.panel}>
      <div className={styles.bar}>
        {alone && <Parameters parameters={view.modelParameters} />}
        <ModeSwitch mode={mode} onMode={setMode} />
      </div>
      {alone && view.toolDefinitions && view.toolDefinitions.length > 0 && <Tools tools={view.toolDefinitions} />}
      {[...values.in, ...values.out].map(({ title, value }) => (
        <Part key={title} title={title} value={value} mode={mode} />
      ))}
    </div>
  );
}

/** A value under its name. */
export function Part({ title, value, mode }: { title: string; value: unknown; mode: TextMode }): ReactNode {
  return (
    <section className={styles.part}>
      <h3>{title}</h3>
      <ValueView value={value} label={title} mode={mode} />
    </section>
  );
}
