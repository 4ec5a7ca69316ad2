import { useState } from "react";
import type { TraceSummary } from "../../data/messages.ts";
import { IconButton } from "../../widgets/button.tsx";
import { Dialog } from "../../widgets/dialog.tsx";
import { late } from "../../widgets/late.tsx";
import styles from "./trace-header.module.css";
import { useTagChanges } from "./use-tag-changes.ts";

const EditableTags = late(async () => (await import("../../widgets/editable/editable-tags.tsx")).EditableTags);

/** Opens the tags of the trace, which stand among its facts, to be changed. */
export function TraceTags({ summary }: { summary: TraceSummary }) {
  const [open, setOpen] = useState(false);
  const changes = useTagChanges(summary.trace_id);
  return (
    <>
      <IconButton icon="tag" label="Tags" onClick={() => setOpen(true)} />
      <Dialog open={open} onOpen={setOpen} title="Tags">
        <div className={styles.tags}>
          <EditableTags
            label="Tags of the trace"
            tags={summary.tags}
            readNow={changes.readNow}
            onSet={changes.set}
            onRemove={changes.remove}
          />
        </div>
      </Dialog>
    </>
  );
}
