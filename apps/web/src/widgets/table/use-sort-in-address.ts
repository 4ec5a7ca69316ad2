import { useSearchParams } from "react-router";
import type { TableSort } from "./column.ts";
import { readSort, writeSortUnless } from "./sort-in-address.ts";

/** The order of a list as the address has it (`?sort=`), and how a header changes it. */
export function useSortInAddress(
  isSortable: (column: string) => boolean,
  usual: TableSort,
): [TableSort, (sort: TableSort | undefined) => void] {
  const [search, setSearch] = useSearchParams();
  return [
    readSort(search.get("sort"), isSortable, usual),
    (sort) =>
      setSearch((before) => {
        const after = new URLSearchParams(before);
        const written = sort && writeSortUnless(sort, usual);
        if (written) after.set("sort", written);
        else after.delete("sort");
        return after;
      }),
  ];
}
