import { useState } from "react";
import { traceDownloadUrl } from "../../data/addresses.ts";
import type { TraceSummary } from "../../data/messages.ts";
import { IconButton } from "../../widgets/button.tsx";
import { late } from "../../widgets/late.tsx";
import { Menu, MenuDownload, MenuItem } from "../../widgets/menu.tsx";

const DeleteTrace = late(async () => (await import("./delete-trace.tsx")).DeleteTrace);

/** What is seldom done with a trace: a narrow header has no room for a button each. */
export function MoreMenu({ summary, list }: { summary: TraceSummary; list: string }) {
  const [question, setQuestion] = useState<"open" | "closed">();
  const { trace_id: id } = summary;
  return (
    <>
      <Menu label="More" trigger={<IconButton icon="more" label="More" />}>
        <MenuDownload href={traceDownloadUrl(id)} file={`${id}.json`}>
          Download as OTLP JSON
        </MenuDownload>
        <MenuItem icon="trash" onSelect={() => setQuestion("open")}>
          Delete trace
        </MenuItem>
      </Menu>
      {question && (
        <DeleteTrace
          summary={summary}
          list={list}
          open={question === "open"}
          onOpen={(open) => setQuestion(open ? "open" : "closed")}
        />
      )}
    </>
  );
}
