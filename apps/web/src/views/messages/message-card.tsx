import { useState } from "react";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { exactJson } from "../../widgets/json-view/json-text.ts";
import styles from "./messages.module.css";
import type { ToolCall, ToolResult, Turn } from "./pair-tools.ts";
import { PartView } from "./part-view.tsx";
import type { TextMode } from "./text-view.tsx";

interface MessageCardProps {
  turn: Turn;
  resultOf: ReadonlyMap<ToolCall, ToolResult>;
  mode: TextMode;
  /** Came back from the model, in this very call. */
  output?: boolean;
  /** Shows one line until it is opened. */
  folded?: boolean;
}

export function MessageCard({ turn, resultOf, mode, output = false, folded = false }: MessageCardProps) {
  const { message, parts } = turn;
  const [open, setOpen] = useState(!folded);
  return (
    <article className={styles.card} data-role={message.role} data-output={output || undefined}>
      <header className={styles.head}>
        <button type="button" className={styles.role} aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? "chevronDown" : "chevronRight"} size={11} />
          {message.role || "message"}
        </button>
        {message.name && <span className={styles.quiet}>{message.name}</span>}
        {!open && <span className={styles.glance}>{textOf(turn).slice(0, 200)}</span>}
        {message.finishReason && message.finishReason !== "stop" && (
          <span className={styles.finish} title="Finish reason">
            {message.finishReason}
          </span>
        )}
        <span className={styles.copy}>
          <CopyButton text={() => textOf(turn)} label="Copy message" />
        </span>
      </header>
      {open && (
        <div className={styles.parts}>
          {parts.length === 0 && <p className={styles.quiet}>empty</p>}
          {parts.map((part, at) => (
            <PartView
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a message never change places
              key={at}
              part={part}
              result={part.type === "tool_call" ? resultOf.get(part) : undefined}
              mode={mode}
            />
          ))}
        </div>
      )}
    </article>
  );
}

/** The words of a message; what is no text, as JSON. */
function textOf({ parts }: Turn): string {
  return parts.map((part) => (part.type === "text" || part.type === "reasoning" ? part.text : exactJson(part, "  "))).join("\n\n");
}
