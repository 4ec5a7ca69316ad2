import { expansion, type Rows } from "../../trace/rows.ts";

/** What a key does in the grid: make a row active, open or close it, or go on to its details. */
export interface GridMove {
  readonly do: "activate" | "toggle" | "open";
  readonly at: number;
}

interface Key {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** The keys of the treegrid pattern; undefined for a key that is not one of them or has nowhere to go. */
export function gridMove(event: Key, rows: Rows, activeAt: number, perPage: number): GridMove | undefined {
  if (event.altKey || event.ctrlKey || event.metaKey || rows.count === 0) return undefined;
  const last = rows.count - 1;
  const to = (at: number): GridMove => ({ do: "activate", at: Math.max(0, Math.min(at, last)) });
  if (activeAt < 0)
    return ["ArrowDown", "ArrowUp", "Home"].includes(event.key) ? to(0) : event.key === "End" ? to(last) : undefined;
  const opened = rows.expansion[activeAt];
  switch (event.key) {
    case "ArrowDown":
      return to(activeAt + 1);
    case "ArrowUp":
      return to(activeAt - 1);
    case "PageDown":
      return to(activeAt + perPage);
    case "PageUp":
      return to(activeAt - perPage);
    case "Home":
      return to(0);
    case "End":
      return to(last);
    case "ArrowRight":
      if (opened === expansion.closed) return { do: "toggle", at: activeAt };
      return opened === expansion.open ? to(activeAt + 1) : undefined;
    case "ArrowLeft": {
      if (opened === expansion.open) return { do: "toggle", at: activeAt };
      const above = rows.parent[activeAt] ?? -1;
      return above >= 0 ? to(above) : undefined;
    }
    case " ":
      return opened === expansion.leaf ? undefined : { do: "toggle", at: activeAt };
    case "Enter":
      return { do: "open", at: activeAt };
    default:
      return undefined;
  }
}
