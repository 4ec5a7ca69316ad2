import type { BulkResult } from "../../data/bulk.ts";
import { formatCount } from "../../widgets/format/quantity.ts";

/** "3 runs deleted", "1,200 runs deleted, then stopped", "3 runs deleted, 2 not: …". */
export function outcomeText(said: (count: number) => string, result: BulkResult<unknown>): string {
  const { done, failed, failure, stopped } = result;
  const text = said(done.length);
  if (stopped) return `${text}, then stopped`;
  if (failure === undefined) return text;
  const reason = failure instanceof Error ? failure.message : String(failure);
  return failed > 0 ? `${text}, ${formatCount(failed)} not: ${reason}` : `${text}: ${reason}`;
}
