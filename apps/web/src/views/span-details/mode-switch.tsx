import type { TextMode } from "../messages/text-view.tsx";
import styles from "./mode-switch.module.css";

const modes: readonly [TextMode, string][] = [
  ["markdown", "Markdown"],
  ["text", "Text"],
  ["json", "JSON"],
];

/** How words are drawn; remembered in this browser. */
export function ModeSwitch({ mode, onMode }: { mode: TextMode; onMode: (mode: TextMode) => void }) {
  return (
    <fieldset className={styles.modes}>
      <legend className="unseen">Show text as</legend>
      {modes.map(([each, label]) => (
        <button key={each} type="button" aria-pressed={each === mode} onClick={() => onMode(each)}>
          {label}
        </button>
      ))}
    </fieldset>
  );
}
