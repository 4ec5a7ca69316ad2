import { type FormEvent, useState } from "react";
import { Button } from "../../widgets/button.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { Popover } from "../../widgets/popover.tsx";
import styles from "./bulk.module.css";

/** Asks for the key and the value of a tag. */
export function TagButton({ disabled, onTag }: { disabled: boolean; onTag: (key: string, value: string) => void }) {
  const [open, setOpen] = useState(false);
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    if (!key.trim()) return;
    onTag(key.trim(), value);
    setOpen(false);
  }

  return (
    <Popover
      label="Set a tag"
      open={open}
      onOpen={setOpen}
      trigger={
        <Button disabled={disabled}>
          <Icon name="tag" size={14} />
          Tag
        </Button>
      }
    >
      <form className={styles.tagForm} onSubmit={onSubmit}>
        <input aria-label="Key" placeholder="Key" value={key} onChange={(event) => setKey(event.target.value)} />
        <input
          aria-label="Value"
          placeholder="Value"
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
        <Button type="submit" look="primary" disabled={!key.trim()}>
          Set
        </Button>
      </form>
    </Popover>
  );
}
