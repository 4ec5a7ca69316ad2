import type { ChangesMode } from "../../data/changes.ts";
import { Button } from "../../widgets/button.tsx";
import { Tooltip } from "../../widgets/tooltip.tsx";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import styles from "./live-switch.module.css";

const explanations: Record<ChangesMode, string> = {
  connecting: "Connecting to the server's events…",
  stream: "New and growing traces appear by themselves",
  polling: "The event stream is broken; asking every few seconds instead",
  paused: "Paused",
};

/** Whether the page follows what happens. `\` does the same. */
export function LiveSwitch({ on, mode, onToggle }: { on: boolean; mode: ChangesMode; onToggle: () => void }) {
  useShortcuts({ "\\": onToggle });
  return (
    <Tooltip text={on ? explanations[mode] : "Off: the list stays as it is"} shortcut="\">
      <Button aria-pressed={on} onClick={onToggle}>
        <span className={styles.dot} data-mode={on ? mode : "off"} />
        Live
      </Button>
    </Tooltip>
  );
}
