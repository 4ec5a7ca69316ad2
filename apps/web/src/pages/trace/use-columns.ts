import { useMemo } from "react";
import type { Columns } from "../../views/trace-timeline/columns.ts";
import { useRemembered } from "../../widgets/use-remembered.ts";

const initial = "duration,tokens,cost";

/** Which columns this reader wants beside the tree: a habit, not part of a link. */
export function useColumns(): [Columns, (columns: Columns) => void] {
  const [stored, store] = useRemembered("trace.columns", (value) => (typeof value === "string" ? value : initial));
  const columns = useMemo(() => {
    const names = stored.split(",");
    return { duration: names.includes("duration"), tokens: names.includes("tokens"), cost: names.includes("cost") };
  }, [stored]);
  return [
    columns,
    (next) =>
      store(
        Object.entries(next)
          .flatMap(([name, on]) => (on ? [name] : []))
          .join(",") || "none",
      ),
  ];
}
