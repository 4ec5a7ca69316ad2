import { useAddressedQuery } from "../use-addressed-query.ts";
import type { TableSort } from "./column.ts";
import { readSort, writeSortUnless } from "./sort-in-address.ts";

/** The order of a list as the address has it (`?sort=`), and how a header changes it. */
export function useSortInAddress(
  isSortable: (column: string) => boolean,
  usual: TableSort,
): [TableSort, (sort: TableSort | undefined) => void] {
  const [search, setSearch] = useAddressedQuery();
  return [
    readSort(search.get("sort"), isSortable, usual),
    (sort) => setSearch({ sort: sort && writeSortUnless(sort, usual) }),
  ];
}
