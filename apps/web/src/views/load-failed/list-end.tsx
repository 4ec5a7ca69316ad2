import { isUnreachable } from "../../data/request-error.ts";
import { Button } from "../../widgets/button.tsx";
import styles from "./list-states.module.css";

/** A list that is loaded page by page, as far as its end needs it. */
export interface PagedList {
  readonly hasNextPage: boolean;
  readonly isFetchNextPageError: boolean;
  readonly error: Error | null;
  readonly fetchNextPage: () => unknown;
}

interface ListEndProps {
  /** What is listed: "traces". */
  readonly what: string;
  readonly list: PagedList;
}

/** What stands behind the last loaded row: that more is coming, that there is no more, or why it did not come. */
export function ListEnd({ list, what }: ListEndProps) {
  if (list.isFetchNextPageError && list.error) {
    return (
      <div className={styles.end} role="alert">
        {isUnreachable(list.error) ? "The server did not answer." : list.error.message}
        <Button onClick={() => list.fetchNextPage()}>Try again</Button>
      </div>
    );
  }
  return <div className={styles.end}>{list.hasNextPage ? "Loading more…" : `No more ${what}`}</div>;
}
