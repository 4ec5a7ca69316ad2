import { useRemembered } from "../use-remembered.ts";

export type RowHeight = keyof typeof rowPx;

/** Heights of a row on a wide screen. Cards of a narrow one have their own. */
export const rowPx = { compact: 28, comfortable: 36 } as const;

export const rowHeights = [
  { value: "compact", label: "Compact" },
  { value: "comfortable", label: "Comfortable" },
] as const satisfies readonly { value: RowHeight; label: string }[];

/** How high the rows of all tables are, remembered in this browser as widths and pins are. */
export function useRowHeight(): [RowHeight, (height: RowHeight) => void] {
  return useRemembered<RowHeight>("row-height", (stored) => (stored === "comfortable" ? stored : "compact"));
}
