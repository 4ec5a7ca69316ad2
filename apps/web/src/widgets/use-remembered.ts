import { useCallback, useMemo, useSyncExternalStore } from "react";

/**
 * A small preference kept in this browser (theme, pane size, history) under `spanloom.<name>`; every component and tab
 * that uses the name sees the change. `read` turns the stored JSON value into a valid one, whatever is found there.
 * Nothing that decides what a page shows belongs here: that is the URL's.
 */
export function useRemembered<Value>(name: string, read: (stored: unknown) => Value): [Value, (next: Value) => void] {
  const key = `spanloom.${name}`;
  const text = useSyncExternalStore(
    useCallback((notify) => listen(key, notify), [key]),
    () => readText(key),
  );
  const remember = useCallback((next: Value) => write(key, next), [key]);
  // The same text reads as the same value, so it is made once.
  const value = useMemo(() => read(parse(text)), [text]);
  return [value, remember];
}

const changed = "spanloom:remembered";

function listen(key: string, notify: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key === key || event.key === null) notify();
  };
  window.addEventListener("storage", onStorage);
  window.addEventListener(changed, notify);
  return () => {
    window.removeEventListener("storage", onStorage);
    window.removeEventListener(changed, notify);
  };
}

function readText(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Plain text is stored as it is, so that first.js can read it without a parser. */
function write(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, typeof value === "string" ? value : JSON.stringify(value));
  } catch {
    // Full or closed storage loses the preference, nothing else.
  }
  window.dispatchEvent(new Event(changed));
}

function parse(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
