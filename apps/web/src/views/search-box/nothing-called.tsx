import { Button } from "../../widgets/button.tsx";
import { EmptyState } from "../../widgets/empty-state.tsx";
import { useAddressedQuery } from "../../widgets/use-addressed-query.ts";

/** In place of a list in which the words of `SearchBox` found nothing. `what` reads "model", "session and no user". */
export function NothingCalled({ what, text }: { what: string; text: string }) {
  const [, setSearch] = useAddressedQuery();
  return (
    <EmptyState
      icon="search"
      title={`No ${what} is called “${text}”`}
      actions={<Button onClick={() => setSearch({ q: undefined })}>Clear the search</Button>}
    />
  );
}
