import type { Run } from "../../data/messages.ts";
import { loggedColumn } from "./columns.ts";
import { datasetsOf, groupLabel } from "./run-cell.tsx";
import { groupKey } from "./run-rows.ts";

/** The group that a run belongs to, as the server makes them; its id is the key of the group's row. */
export function groupOfRun(run: Run, by: readonly string[]): { id: string; label: string } {
  const values = by.map((name) => {
    const value = groupValue(run, name);
    return value === undefined ? {} : { value };
  });
  return { id: groupKey({ values }), label: groupLabel({ values }, by) };
}

function groupValue(run: Run, name: string): string | undefined {
  if (name === "dataset.name") return datasetsOf(run) || undefined;
  const { of, key } = loggedColumn(name as `params.${string}`);
  const logged = of === "tags" ? run.data?.tags : run.data?.params;
  return logged?.find((one) => one.key === key)?.value;
}
