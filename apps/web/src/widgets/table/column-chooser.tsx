import { useState } from "react";
import { Button } from "../button.tsx";
import styles from "./column-chooser.module.css";

export interface ColumnGroup {
  readonly title: string;
  readonly columns: readonly { readonly id: string; readonly label: string; readonly always?: boolean }[];
}

interface ColumnChooserProps {
  readonly groups: readonly ColumnGroup[];
  readonly chosen: readonly string[];
  readonly onToggle: (id: string) => void;
  /** Goes back to what nobody chose. */
  readonly onDefault: () => void;
  readonly defaultLabel?: string;
}

/** Of a group with more columns these are listed until the reader types. */
const mostListed = 100;

/** Which columns a table has: a box each, found by typing a part of the name. */
export function ColumnChooser({
  groups,
  chosen,
  onToggle,
  onDefault,
  defaultLabel = "Default columns",
}: ColumnChooserProps) {
  const [text, setText] = useState("");
  const wanted = text.trim().toLowerCase();
  const found = groups
    .map(({ title, columns }) => ({
      title,
      columns: columns.filter(({ label }) => label.toLowerCase().includes(wanted)),
    }))
    .filter(({ columns }) => columns.length > 0);
  return (
    <>
      <input
        className={styles.search}
        aria-label="Find a column"
        placeholder="Find a column"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <div className={styles.groups}>
        {found.map(({ title, columns }) => (
          <fieldset key={title} className={styles.group}>
            <legend>{title}</legend>
            {columns.slice(0, mostListed).map(({ id, label, always = false }) => (
              <label key={id} className={styles.choice}>
                <input type="checkbox" checked={chosen.includes(id)} disabled={always} onChange={() => onToggle(id)} />
                <span>{label}</span>
              </label>
            ))}
            {columns.length > mostListed && (
              <p className={styles.none}>{columns.length - mostListed} more: type a part of the name.</p>
            )}
          </fieldset>
        ))}
        {found.length === 0 && <p className={styles.none}>No column is called “{text}”.</p>}
      </div>
      <div className={styles.foot}>
        <Button look="plain" onClick={onDefault}>
          {defaultLabel}
        </Button>
      </div>
    </>
  );
}
