import type { ChatMessage } from "@spanloom/wire";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import styles from "./prompt-editor.module.css";
import { contentOf } from "./read-version.ts";

interface ChatEditorProps {
  readonly messages: readonly ChatMessage[];
  readonly onMessages: (messages: readonly ChatMessage[]) => void;
}

/** The messages of a chat, each with its role and its text. Content that is parts instead of a text stays as it is. */
export function ChatEditor({ messages, onMessages }: ChatEditorProps) {
  const change = (at: number, part: Partial<ChatMessage>) =>
    onMessages(messages.map((message, index) => (index === at ? { ...message, ...part } : message)));
  return (
    <div className={styles.messages}>
      {messages.map((message, at) => (
        <fieldset key={at} className={styles.message}>
          <legend className="unseen">Message {at + 1}</legend>
          <div className={styles.messageHead}>
            <input
              aria-label={`Role of message ${at + 1}`}
              value={message.role}
              onChange={(event) => change(at, { role: event.target.value })}
            />
            <Button
              look="plain"
              aria-label={`Remove message ${at + 1}`}
              disabled={messages.length === 1}
              onClick={() => onMessages(messages.filter((_, index) => index !== at))}
            >
              <Icon name="close" size={12} />
            </Button>
          </div>
          <textarea
            className={styles.template}
            aria-label={`Message ${at + 1}`}
            rows={Math.min(12, Math.max(3, contentOf(message).split("\n").length))}
            value={contentOf(message)}
            readOnly={typeof message.content !== "string"}
            onChange={(event) => change(at, { content: event.target.value })}
          />
        </fieldset>
      ))}
      <Button onClick={() => onMessages([...messages, { role: "user", content: "" }])}>
        <Icon name="plus" size={14} />
        Message
      </Button>
    </div>
  );
}
