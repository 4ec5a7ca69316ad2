import { isNotFound, RequestError } from "../../data/request-error.ts";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { NotFound, type NotFoundProps } from "./not-found.tsx";

interface LoadFailedProps extends NotFoundProps {
  readonly error: Error;
  readonly onRetry: () => void;
}

/**
 * Why something could not be loaded, in a sentence, and a way to try again; or that it is not there, and where its like are.
 * `what` reads "traces", "this trace".
 */
export function LoadFailed({ error, onRetry, ...missing }: LoadFailedProps) {
  if (isNotFound(error)) return <NotFound {...missing} />;
  return (
    <EmptyState
      icon="warning"
      tone="error"
      title={`Could not load ${missing.what}`}
      actions={<Button onClick={onRetry}>Try again</Button>}
    >
      {sentenceOf(error)}
    </EmptyState>
  );
}

function sentenceOf(error: Error): string {
  const kind = error instanceof RequestError ? error.kind : "broken";
  if (kind === "unreachable") return `No answer from ${location.host}.`;
  if (kind === "broken") return "The server failed at it. Its log says why.";
  return error.message;
}
