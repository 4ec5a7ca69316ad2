import type { ChangesMode } from "../../data/changes.ts";
import { useServerReachable } from "../../data/server.ts";
import { Button } from "../../widgets/button.tsx";
import { Tooltip } from "../../widgets/tooltip.tsx";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import styles from "./live-switch.module.css";

/** How a page follows: by the server's events, or `asking` by itself where there are none. */
type LiveMode = ChangesMode | "asking";
type Shown = LiveMode | "unreachable" | "off";

const explanations: Record<Shown, string> = {
  connecting: "Connecting to the server's events…",
  stream: "New and growing traces appear by themselves",
  polling: "The event stream is broken; asking every few seconds instead",
  paused: "Paused",
  asking: "What is new appears by itself",
  unreachable: "No answer from the server; it goes on by itself when there is one",
  off: "Off: what is shown stays as it is",
};

/** Whether the page follows what happens. `\` does the same. */
export function LiveSwitch({ on, mode, onToggle }: { on: boolean; mode: LiveMode; onToggle: () => void }) {
  const isReachable = useServerReachable();
  const shown = !on ? "off" : isReachable ? mode : "unreachable";
  useShortcuts({ "\\": onToggle });
  return (
    <Tooltip text={explanations[shown]} shortcut="\">
      <Button aria-pressed={on} onClick={onToggle}>
        <span className={styles.dot} data-mode={shown} />
        Live
      </Button>
    </Tooltip>
  );
}
