import { extentOf, type TableSelection } from "./selection.ts";

export interface SelectAllProps {
  readonly selection: TableSelection;
  /** Of the rows that are loaded. */
  readonly keys: readonly string[];
}

/** The box that selects every loaded row, or none. */
export function SelectAll({ selection, keys }: SelectAllProps) {
  const extent = extentOf(selection.selected, keys);
  return (
    <input
      type="checkbox"
      aria-label="Select all that are loaded"
      checked={extent === "all"}
      ref={(box) => {
        if (box) box.indeterminate = extent === "some";
      }}
      onChange={() => selection.onSelected(extent === "all" ? new Set() : new Set(keys))}
    />
  );
}
