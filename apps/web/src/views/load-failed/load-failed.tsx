import { Link } from "react-router";
import { isNotFound, RequestError } from "../../data/request-error.ts";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";

/** Why something could not be loaded, in a sentence, and a way to try again. `what` reads "traces", "this trace". */
export function LoadFailed({ what, error, onRetry }: { what: string; error: Error; onRetry: () => void }) {
  const missing = isNotFound(error);
  return (
    <EmptyState
      icon={missing ? "search" : "warning"}
      tone="error"
      title={missing ? `Not found: ${what}` : `Could not load ${what}`}
      actions={missing ? <Link to="/">Home</Link> : <Button onClick={onRetry}>Try again</Button>}
    >
      {missing ? "It may have been deleted, or its address has a mistake." : sentenceOf(error)}
    </EmptyState>
  );
}

function sentenceOf(error: Error): string {
  const kind = error instanceof RequestError ? error.kind : "broken";
  if (kind === "unreachable") return `No answer from ${location.host}.`;
  if (kind === "broken") return "The server failed at it. Its log says why.";
  return error.message;
}
