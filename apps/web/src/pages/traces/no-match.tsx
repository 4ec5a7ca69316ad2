import type { ListState } from "../../views/trace-list/list-state.ts";
import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";

/** For a list that is empty because of what narrows it. */
export function NoMatch({ state, onState }: { state: ListState; onState: (change: Partial<ListState>) => void }) {
  return (
    <EmptyState
      icon="search"
      title={state.filter ? "No trace matches" : "No trace in this time"}
      actions={
        <>
          {state.filter && <Button onClick={() => onState({ filter: "" })}>Clear the filter</Button>}
          {state.range.kind !== "all" && (
            <Button onClick={() => onState({ range: { kind: "all" } })}>Show all time</Button>
          )}
        </>
      }
    >
      {state.filter && <code>{state.filter}</code>}
    </EmptyState>
  );
}
