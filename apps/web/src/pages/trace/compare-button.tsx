import { useState } from "react";
import type { TraceSummary } from "../../data/messages.ts";
import { Button } from "../../widgets/button.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import { late } from "../../widgets/late.tsx";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";

const CompareTrace = late(async () => (await import("./compare-trace.tsx")).CompareTrace);

/** Opens the choice of a trace to compare this one with. */
export function CompareButton({ summary }: { summary: TraceSummary }) {
  const [open, setOpen] = useState(false);
  useShortcuts({ d: () => setOpen(true) });
  return (
    <>
      <Button look="plain" title="Compare with another trace (d)" onClick={() => setOpen(true)}>
        Compare
      </Button>
      <Dialog open={open} onOpen={setOpen} title="Compare with">
        <CompareTrace summary={summary} />
      </Dialog>
    </>
  );
}
