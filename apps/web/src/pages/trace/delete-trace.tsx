import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useNavigate } from "react-router";
import type { TraceSummary } from "../../data/messages.ts";
import { useDeleteTrace } from "../../data/traces.ts";
import { skeletonQuery } from "../../views/trace-skeleton/skeleton-query.ts";
import { ConfirmDialog } from "../../widgets/confirm-dialog.tsx";
import { useToast } from "../../widgets/toast/toasts.tsx";

interface DeleteTraceProps {
  readonly summary: TraceSummary;
  /** Where the reader is led when it is gone. */
  readonly list: string;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
}

/** Deletes the trace after a question: the server cannot bring it back. */
export function DeleteTrace({ summary, list, open, onOpen }: DeleteTraceProps) {
  const navigate = useNavigate();
  const toast = useToast();
  const queries = useQueryClient();
  const deleteTrace = useDeleteTrace();
  const isGone = useRef(false);
  const { trace_id: id } = summary;
  // Forgotten when the page is left and not before, or it would ask for its tree again and say that there is none.
  useEffect(
    () => () => {
      if (isGone.current) queries.removeQueries({ queryKey: skeletonQuery(id).queryKey });
    },
    [queries, id],
  );
  return (
    <ConfirmDialog
      open={open}
      onOpen={onOpen}
      title="Delete this trace?"
      action="Delete for good"
      onConfirm={async () => {
        await deleteTrace(summary);
        isGone.current = true;
        toast({ text: "Trace deleted" });
        void navigate(list, { replace: true });
      }}
    >
      The spans, feedback and links of {summary.name || "this trace"} go with it, and cannot be brought back.
    </ConfirmDialog>
  );
}
