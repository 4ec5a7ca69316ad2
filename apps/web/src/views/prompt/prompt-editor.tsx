import type { ChatMessage, PromptTemplate } from "@spanloom/wire";
import { type FormEvent, useState } from "react";
import type { PromptDraft } from "../../data/prompts.ts";
import { Button } from "../../widgets/button.tsx";
import { messageOf } from "../../widgets/message-of.ts";
import { ChatEditor } from "./chat-editor.tsx";
import styles from "./prompt-editor.module.css";
import { contentOf, textOfTemplate } from "./read-version.ts";

interface PromptEditorProps {
  /** Asks for the prompt's name as well. */
  readonly named?: boolean;
  /** What to begin with. */
  readonly from?: { readonly template: PromptTemplate; readonly responseFormat: string; readonly modelConfig: string };
  /** Rejects with the sentence to show; what was typed stays. */
  readonly onSave: (draft: PromptDraft, name: string) => Promise<void>;
}

const firstMessages: readonly ChatMessage[] = [
  { role: "system", content: "" },
  { role: "user", content: "" },
];

/** A form for a version of a prompt: a text or messages, what it is called with, and why it was made. */
export function PromptEditor({ named = false, from, onSave }: PromptEditorProps) {
  const [name, setName] = useState("");
  const [type, setType] = useState<PromptDraft["type"]>(Array.isArray(from?.template) ? "chat" : "text");
  const [text, setText] = useState(() => (from ? textOfTemplate(from.template) : ""));
  const [messages, setMessages] = useState<readonly ChatMessage[]>(
    typeof from?.template === "object" ? from.template : firstMessages,
  );
  const [responseFormat, setResponseFormat] = useState(from?.responseFormat ?? "");
  const [modelConfig, setModelConfig] = useState(from?.modelConfig ?? "");
  const [commitMessage, setCommitMessage] = useState("");
  const [failure, setFailure] = useState("");
  const [saving, setSaving] = useState(false);
  const isEmpty = type === "text" ? text.trim() === "" : messages.every((message) => contentOf(message).trim() === "");

  async function onSubmit(event: FormEvent) {
    event.preventDefault();
    const mistake = notJson("response format", responseFormat) || notJson("model config", modelConfig);
    setFailure(mistake);
    if (mistake) return;
    setSaving(true);
    const template = type === "text" ? text : JSON.stringify(messages);
    try {
      await onSave(
        { type, text: template, commitMessage, responseFormat: responseFormat.trim(), modelConfig: modelConfig.trim() },
        name.trim(),
      );
    } catch (error) {
      setFailure(messageOf(error));
      setSaving(false);
    }
  }

  return (
    <form className={styles.form} onSubmit={onSubmit}>
      {named && (
        <label>
          Name
          <input
            // biome-ignore lint/a11y/noAutofocus: the dialog was opened to type here
            autoFocus
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
      )}
      <fieldset className={styles.kinds}>
        <legend className="unseen">What the template is</legend>
        <Button on={type === "text"} aria-pressed={type === "text"} onClick={() => setType("text")}>
          Text
        </Button>
        <Button on={type === "chat"} aria-pressed={type === "chat"} onClick={() => setType("chat")}>
          Messages
        </Button>
        <span className={styles.hint}>
          <code>{"{{ name }}"}</code> stands for a variable.
        </span>
      </fieldset>
      {type === "text" ? (
        <textarea
          className={styles.template}
          aria-label="Template"
          rows={Math.min(18, Math.max(6, text.split("\n").length + 1))}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      ) : (
        <ChatEditor messages={messages} onMessages={setMessages} />
      )}
      <details open={Boolean(from?.responseFormat || from?.modelConfig)}>
        <summary>Response format and model config</summary>
        <label>
          Response format, a JSON schema
          <textarea rows={4} value={responseFormat} onChange={(event) => setResponseFormat(event.target.value)} />
        </label>
        <label>
          Model config, JSON
          <textarea rows={4} value={modelConfig} onChange={(event) => setModelConfig(event.target.value)} />
        </label>
      </details>
      <label>
        Commit message
        <input
          value={commitMessage}
          placeholder="What is new"
          onChange={(event) => setCommitMessage(event.target.value)}
        />
      </label>
      {failure && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <Button look="primary" type="submit" disabled={saving || isEmpty || (named && name.trim() === "")}>
        {named ? "Make it" : "Save version"}
      </Button>
    </form>
  );
}

function notJson(what: string, text: string): string {
  if (text.trim() === "") return "";
  try {
    JSON.parse(text);
    return "";
  } catch {
    return `The ${what} is no JSON.`;
  }
}
