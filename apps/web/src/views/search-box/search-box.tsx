import { useRef } from "react";
import { Icon } from "../../widgets/icon.tsx";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import styles from "./search-box.module.css";
import { useTypedSearch } from "./use-typed-search.ts";

/** Plain words that narrow a list; they stand in the URL's parameter `q`, and `/` leads here. */
export function SearchBox({ label, placeholder }: { label: string; placeholder: string }) {
  const [text, setText] = useTypedSearch("q");
  const input = useRef<HTMLInputElement>(null);
  useShortcuts({ "/": () => input.current?.focus() });
  return (
    <search className={styles.find}>
      <Icon name="search" size={14} />
      <input
        ref={input}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </search>
  );
}
