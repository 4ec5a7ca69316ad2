import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useFoundPlaces } from "../../data/places.ts";
import { openInNewTab } from "../../data/prefix.ts";
import { Dialog } from "../../widgets/dialog.tsx";
import { Icon } from "../../widgets/icon.tsx";
import { useSettled } from "../../widgets/use-settled.ts";
import styles from "./command-palette.module.css";
import { type Command, commandsFor, placeKinds } from "./commands.ts";

/** Ctrl/⌘K: type a few letters of what has a name, or paste an id, and press Enter. */
export function CommandPalette({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpen={onOpen} title="Go to" bare>
      <Chooser onDone={() => onOpen(false)} />
    </Dialog>
  );
}

const ofEachKind = 6;
/** How long typing rests before the server is asked. */
const restMs = 120;

function Chooser({ onDone }: { onDone: () => void }) {
  const navigate = useNavigate();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const settled = useSettled(text.trim(), restMs);
  const places = useFoundPlaces(settled, placeKinds, ofEachKind);
  const commands = commandsFor(text, places.data ?? []);

  function go(command: Command | undefined, newTab: boolean) {
    if (!command) return;
    onDone();
    if (newTab) openInNewTab(command.to);
    else void navigate(command.to);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Enter") go(commands[active], event.metaKey || event.ctrlKey);
    else if (event.key === "ArrowDown") move(active + 1);
    else if (event.key === "ArrowUp") move(active - 1);
    else return;
    event.preventDefault();
  }

  function move(to: number) {
    const next = (to + commands.length) % Math.max(1, commands.length);
    setActive(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  }

  return (
    <>
      <div className={styles.field}>
        <Icon name="search" />
        <input
          role="combobox"
          aria-label="Go to a page, an experiment, a run or a trace"
          aria-expanded={true}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={commands[active] ? `${listId}-${active}` : undefined}
          placeholder="Experiment, run, page, or a pasted id"
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setActive(0);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div ref={list} id={listId} role="listbox" aria-label="Places" className={styles.list}>
        {commands.map((command, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input holds the focus and handles the keys
          <div
            key={command.to}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={styles.option}
            onPointerMove={() => setActive(index)}
            onClick={(event) => go(command, event.metaKey || event.ctrlKey)}
          >
            <Icon name={command.icon} />
            <span className={styles.label}>{command.label}</span>
            {command.within && <span className={styles.within}>{command.within}</span>}
            <span className={styles.kind}>{command.kind}</span>
          </div>
        ))}
      </div>
      {commands.length === 0 && (
        <p className={styles.none} role="status">
          Nothing is called “{text}”. A trace id has 32 hex digits, with or without tr-.
        </p>
      )}
    </>
  );
}
