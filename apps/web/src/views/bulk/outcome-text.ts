import type { BulkResult } from "../../data/bulk.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { messageOf } from "../../widgets/message-of.ts";

/** "3 runs deleted", "1,200 runs deleted, then stopped", "3 runs deleted, 2 not: …". */
export function outcomeText(said: (count: number) => string, result: BulkResult<unknown>): string {
  const { done, failed, failure, stopped } = result;
  const text = said(done.length);
  if (stopped) return `${text}, then stopped`;
  if (failure === undefined) return text;
  const reason = messageOf(failure);
  return failed > 0 ? `${text}, ${formatCount(failed)} not: ${reason}` : `${text}: ${reason}`;
}
