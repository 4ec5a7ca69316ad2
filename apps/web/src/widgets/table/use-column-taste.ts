import { useRemembered } from "../use-remembered.ts";
import { type ColumnTaste, narrowestPx, widestPx } from "./column-layout.ts";

/** Widths and pins of the table called `name`, remembered in this browser. */
export function useColumnTaste(
  name: string,
  pinnedAtFirst: readonly string[],
): [ColumnTaste, (taste: ColumnTaste) => void] {
  return useRemembered<ColumnTaste>(`table.${name}`, (stored) => {
    const { widths, pinned } = (isObject(stored) ? stored : {}) as { widths?: unknown; pinned?: unknown };
    return {
      widths: Object.fromEntries(isObject(widths) ? Object.entries(widths).flatMap(asWidth) : []),
      pinned: Array.isArray(pinned) ? pinned.filter((id) => typeof id === "string") : pinnedAtFirst,
    };
  });
}

function asWidth([id, width]: [string, unknown]): [string, number][] {
  if (typeof width !== "number" || !Number.isFinite(width)) return [];
  return [[id, Math.min(widestPx, Math.max(narrowestPx, width))]];
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
