import { type ReactNode, useRef } from "react";
import { useNavigate } from "react-router";
import { openInNewTab } from "../../data/prefix.ts";
import { Table, type TableProps } from "../../widgets/table/table.tsx";
import { ListEnd, type PagedList } from "../load-failed/list-end.tsx";
import { ListPlaceholder } from "../load-failed/list-placeholder.tsx";
import { LoadFailed } from "../load-failed/load-failed.tsx";

interface PagedTableProps<Row> extends Omit<TableProps<Row>, "ref" | "total" | "onOpen" | "onNearEnd" | "end"> {
  readonly list: PagedList & {
    readonly isPending: boolean;
    readonly isFetching: boolean;
    readonly data: unknown;
    readonly refetch: () => unknown;
  };
  /** What is listed, in the middle of a sentence: "registered models". */
  readonly what: string;
  /** What stands in place of the table when there is no row. */
  readonly empty: ReactNode;
  /** The page that a row leads to. */
  readonly addressOf: (row: Row) => string;
}

/** A list that comes page by page, in each of its states: on the way, failed, without a row, and as a table. */
export function PagedTable<Row>({ list, what, empty, addressOf, ...table }: PagedTableProps<Row>) {
  const navigate = useNavigate();
  const scroller = useRef<HTMLDivElement>(null);
  if (list.isPending) return <ListPlaceholder label={`Loading ${what}`} />;
  if (list.error && !list.data) return <LoadFailed what={what} error={list.error} onRetry={() => list.refetch()} />;
  if (table.rows.length === 0) return empty;
  return (
    <Table
      {...table}
      ref={scroller}
      total={list.hasNextPage ? undefined : table.rows.length}
      onOpen={(row, newTab) => (newTab ? openInNewTab(addressOf(row)) : void navigate(addressOf(row)))}
      onNearEnd={() => list.hasNextPage && !list.isFetching && !list.isFetchNextPageError && list.fetchNextPage()}
      end={<ListEnd list={list} what={what} />}
    />
  );
}
