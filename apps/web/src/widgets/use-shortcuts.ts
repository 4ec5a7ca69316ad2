import { useEffect, useEffectEvent } from "react";

/**
 * Keys to actions, for as long as the component is mounted: `j`, `Shift+j` is written `J`, `mod+k` is Ctrl or ⌘, and
 * `g t` is one key after the other. Keys typed into a field, or while a dialog or menu is open, are not ours, nor is the
 * Enter or Space that presses what has the focus; `mod+…` always is.
 */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const run = useEffectEvent((event: KeyboardEvent, before: string): boolean => {
    const chord = chordOf(event);
    if (chord === undefined || (!chord.startsWith("mod+") && isElsewhere(event.key, event.target))) return false;
    // Behind a `g` a key is part of a sequence, whoever has it: it must not do what it does alone as well.
    const action = before === "g" ? actions[`g ${chord}`] : actions[chord];
    if (!action || event.defaultPrevented) return false;
    event.preventDefault();
    action();
    return true;
  });
  useEffect(() => {
    let before = "";
    let beforeMs = 0;
    const onKeyDown = (event: KeyboardEvent) => {
      const recent = event.timeStamp - beforeMs < sequenceMs ? before : "";
      const ran = run(event, recent);
      before = ran ? "" : event.key;
      beforeMs = event.timeStamp;
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
}

/** How long after `g` a `t` still belongs to it. */
const sequenceMs = 900;

function chordOf(event: KeyboardEvent): string | undefined {
  if (event.altKey) return undefined;
  return event.ctrlKey || event.metaKey ? `mod+${event.key.toLowerCase()}` : event.key;
}

function isElsewhere(key: string, target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if ((key === "Enter" || key === " ") && target.closest("a, button, summary") !== null) return true;
  return (
    target.closest("input, textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox]") !==
    null
  );
}

/** How `mod` is written on this machine. */
export function modKey(): string {
  return /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl";
}
