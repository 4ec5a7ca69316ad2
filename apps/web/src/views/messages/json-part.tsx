import { createContext, useContext, useState } from "react";
import { formatBytes } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import { JsonView } from "../../widgets/json-view/json-view.tsx";
import styles from "./messages.module.css";

/** Whether JSON stands in one line until it is opened: where much is read one after the other. */
export const JsonFolded = createContext(false);

/** Shorter JSON is all there in its line. */
const wholeLine = 90;
const glanceChars = 400;

/** JSON in a message or a value. */
export function JsonPart({ text, label }: { text: string; label: string }) {
  const isFolded = useContext(JsonFolded);
  const [open, setOpen] = useState(false);
  if (!isFolded) return <JsonView text={text} label={label} />;
  const glance = text.slice(0, glanceChars).replace(/\s+/g, " ");
  if (text.length <= wholeLine) return <code className={styles.jsonLine}>{glance}</code>;
  return (
    <div className={styles.jsonFold}>
      <button type="button" className={styles.jsonGlance} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name={open ? "chevronDown" : "chevronRight"} size={11} />
        <code>{open ? label : glance}</code>
        <span className={styles.quiet}>{formatBytes(text.length)}</span>
      </button>
      {open && <JsonView text={text} label={label} />}
    </div>
  );
}
