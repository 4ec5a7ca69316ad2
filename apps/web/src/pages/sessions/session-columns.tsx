import type { SessionSummary } from "@spanloom/wire";
import { formatDurationNs } from "../../widgets/format/duration.ts";
import { previewText } from "../../widgets/format/preview-text.ts";
import { formatCount, formatTokens, formatTotal } from "../../widgets/format/quantity.ts";
import { formatExact, formatRelative, type TimeZone, unixMsOfNano } from "../../widgets/format/time.ts";
import { NameCell, Nothing, TextCell } from "../../widgets/table/cells.tsx";
import type { TableColumn } from "../../widgets/table/column.ts";
import { costOf, sessionAddress, tokensOf } from "../session/session-facts.ts";
import styles from "./sessions-page.module.css";

export function sessionColumns(nowMs: number, zone: TimeZone): TableColumn<SessionSummary>[] {
  return [
    {
      id: "session",
      label: "Session",
      width: 150,
      grow: 1,
      always: true,
      cell: ({ session }) => <NameCell to={sessionAddress(session)} name={session} />,
    },
    {
      id: "last",
      label: "Last turn",
      width: 84,
      cell: ({ last_start_time_unix_nano }) => {
        const ms = unixMsOfNano(last_start_time_unix_nano);
        return <time title={formatExact(ms, zone)}>{formatRelative(ms, nowMs, zone)}</time>;
      },
    },
    {
      id: "turns",
      label: "Turns",
      width: 64,
      align: "end",
      cell: ({ trace_count, is_sum_of_newest }) => formatTotal(trace_count, is_sum_of_newest),
    },
    {
      id: "failed",
      label: "With errors",
      width: 84,
      align: "end",
      cell: ({ failed_count }) =>
        failed_count > 0 ? <span className={styles.failed}>{formatCount(failed_count)}</span> : <Nothing />,
    },
    {
      id: "first",
      label: "First question",
      width: 160,
      grow: 2,
      cell: ({ first_input_preview }) => <TextCell text={previewText(first_input_preview)} />,
    },
    {
      id: "answer",
      label: "Last answer",
      width: 160,
      grow: 2,
      cell: ({ last_output_preview }) => <TextCell text={previewText(last_output_preview)} faint />,
    },
    { id: "busy", label: "Time working", width: 96, align: "end", cell: ({ busy_ns }) => formatDurationNs(busy_ns) },
    {
      id: "tokens",
      label: "Tokens",
      width: 72,
      align: "end",
      cell: (session) => {
        const tokens = tokensOf(session);
        return tokens === undefined ? <Nothing /> : formatTokens(tokens);
      },
    },
    { id: "cost", label: "Cost", width: 84, align: "end", cell: (session) => costOf(session) ?? <Nothing /> },
    { id: "users", label: "User", width: 110, cell: ({ users }) => <TextCell text={users.join(", ")} faint /> },
  ];
}
