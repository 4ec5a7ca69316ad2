import { isNotFound, isUnreachable } from "../../data/request-error.ts";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";

/** Why something could not be loaded, in a sentence, and a way to try again. `what` reads "traces", "this trace". */
export function LoadFailed({ what, error, onRetry }: { what: string; error: Error; onRetry: () => void }) {
  const missing = isNotFound(error);
  return (
    <EmptyState
      icon={missing ? "search" : "warning"}
      tone="error"
      title={missing ? `There is no such thing as ${what}` : `Could not load ${what}`}
      actions={!missing && <Button onClick={onRetry}>Try again</Button>}
    >
      {isUnreachable(error) ? `No answer from ${location.host}. It is tried again by itself.` : error.message}
    </EmptyState>
  );
}
