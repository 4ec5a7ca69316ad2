import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import type { Mistake } from "./mistake.ts";

/** For a link whose filter cannot be read: nothing was searched, and this is why. */
export function FilterMistake({ mistake, onClear }: { mistake: Mistake; onClear: () => void }) {
  return (
    <EmptyState
      icon="filter"
      tone="error"
      title="This filter cannot be read"
      actions={<Button onClick={onClear}>Clear the filter</Button>}
    >
      {mistake.message}
    </EmptyState>
  );
}
