import { useState } from "react";
import type { TraceSummary } from "../../data/messages.ts";
import { Button } from "../../widgets/button.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { late } from "../../widgets/late.tsx";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import styles from "./trace-header.module.css";

const CompareTrace = late(async () => (await import("./compare-trace.tsx")).CompareTrace);

/** Opens the choice of a trace to compare this one with. */
export function CompareButton({ summary }: { summary: TraceSummary }) {
  const [open, setOpen] = useState(false);
  useShortcuts({ d: () => setOpen(true) });
  return (
    <>
      <Button look="plain" aria-label="Compare" title="Compare with another trace (d)" onClick={() => setOpen(true)}>
        <Icon name="compare" size={14} />
        <span className={styles.label}>Compare</span>
      </Button>
      <Dialog open={open} onOpen={setOpen} title="Compare with">
        <CompareTrace summary={summary} />
      </Dialog>
    </>
  );
}
