import { type KeyboardEvent, useId, useRef, useState } from "react";
import { type Searched, useSuggestedKeys, useSuggestedValues } from "../../data/suggestions.ts";
import { Icon } from "../../widgets/icon.tsx";
import { useRemembered } from "../../widgets/use-remembered.ts";
import { useShortcuts } from "../../widgets/use-shortcuts.ts";
import { applyCandidate, candidatesOf, valueField } from "./candidates.ts";
import styles from "./filter-bar.module.css";
import { readHistory, withFilter } from "./filter-history.ts";
import type { Language } from "./language.ts";
import { languages } from "./languages.ts";
import { type Offer, Offers } from "./offers.tsx";
import { Underline } from "./underline.tsx";
import { loadLanguage, nothingKnown, useLanguage } from "./use-language.ts";

interface FilterBarProps {
  readonly searched: Searched;
  /** The filter in force. */
  readonly filter: string;
  /** Whose keys and values are offered; empty: all. */
  readonly experimentIds: readonly string[];
  readonly onFilter: (filter: string) => void;
}

/**
 * The search language with completion. What is typed is a draft: Enter puts it in force, Esc goes back to what is. An
 * empty field offers the last filters; otherwise fields, operators, keys and values, from the language and from the
 * stored traces.
 */
export function FilterBar(props: FilterBarProps) {
  const [isUsed, setUsed] = useState(props.filter !== "");
  const language = useLanguage(props.searched, isUsed || props.filter !== "");
  // A filter that changes elsewhere (back, a cleared filter) starts a new draft.
  return <Draft key={props.filter} {...props} language={language} onUsed={() => setUsed(true)} />;
}

interface DraftProps extends FilterBarProps {
  /** Undefined until it is loaded. */
  readonly language: Language | undefined;
  readonly onUsed: () => void;
}

function Draft({ searched, filter, experimentIds, onFilter, language, onUsed }: DraftProps) {
  const id = useId();
  const said = languages[searched];
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(filter);
  const [cursor, setCursor] = useState(filter.length);
  const [focused, setFocused] = useState(false);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [scrolled, setScrolled] = useState(0);
  const [insisted, setInsisted] = useState(filter !== "");
  const [history, remember] = useRemembered(said.history, readHistory);

  const completion = (language?.complete ?? nothingKnown)(text, cursor);
  const keys = useSuggestedKeys(searched, experimentIds, open && completion.expected === "key").data;
  const values = useSuggestedValues(
    searched,
    experimentIds,
    open ? valueField(completion) : undefined,
    completion.prefix,
  ).data;
  const mistake = language?.mistakeIn(text);
  // Half a condition at the end is not worth a warning while it is being typed.
  const shownMistake = mistake && (insisted || mistake.end < text.trimEnd().length) ? mistake : undefined;
  const offers: readonly Offer[] =
    text === ""
      ? history.map((entry) => ({ text: entry, isHistory: true }))
      : candidatesOf(completion, keys, values ?? []);
  const isOpen = open && offers.length > 0;

  useShortcuts({ "/": () => input.current?.focus() });

  function edit(next: string, at: number) {
    setText(next);
    setCursor(at);
    setActive(-1);
    setOpen(true);
    setInsisted(false);
  }

  function choose(offer: Offer) {
    const applied = offer.isHistory
      ? { text: offer.text, cursor: offer.text.length }
      : applyCandidate(text, completion, offer);
    edit(applied.text, applied.cursor);
    input.current?.focus();
    requestAnimationFrame(() => input.current?.setSelectionRange(applied.cursor, applied.cursor));
  }

  async function apply() {
    setOpen(false);
    setInsisted(true);
    if ((await loadLanguage(searched)).mistakeIn(text)) return;
    remember(withFilter(history, text));
    onFilter(text.trim());
  }

  function onKeyDown(event: KeyboardEvent) {
    const offer = isOpen ? offers[active] : undefined;
    if (event.key === "Enter") offer ? choose(offer) : void apply();
    else if (event.key === "Tab" && offer && !event.shiftKey) choose(offer);
    else if (event.key === "ArrowDown" && offers.length > 0) move(active + 1);
    else if (event.key === "ArrowUp" && isOpen) move(active < 0 ? offers.length - 1 : active - 1);
    else if (event.key === "Escape") leave();
    else if (event.key === " " && event.ctrlKey) setOpen(true);
    else return;
    event.preventDefault();
  }

  function move(to: number) {
    setOpen(true);
    setActive(to >= offers.length ? -1 : to);
  }

  function leave() {
    if (isOpen) return setOpen(false);
    setText(filter);
    setCursor(filter.length);
    setInsisted(filter !== "");
    input.current?.blur();
  }

  return (
    <search className={styles.bar} data-wrong={shownMistake ? "" : undefined}>
      <Icon name="filter" size={14} />
      <div className={styles.field}>
        {shownMistake && <Underline text={text} mistake={shownMistake} scrolled={scrolled} />}
        <input
          ref={input}
          className={styles.input}
          role="combobox"
          aria-label={said.label}
          aria-expanded={isOpen}
          aria-controls={`${id}-offers`}
          aria-autocomplete="list"
          aria-activedescendant={isOpen && active >= 0 ? `${id}-offers-${active}` : undefined}
          aria-invalid={shownMistake !== undefined}
          aria-describedby={shownMistake ? `${id}-mistake` : undefined}
          placeholder={said.placeholder}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="none"
          enterKeyHint="search"
          value={text}
          onChange={(event) => edit(event.target.value, event.target.selectionStart ?? event.target.value.length)}
          onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? text.length)}
          onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
          onFocus={() => {
            onUsed();
            setFocused(true);
            setOpen(true);
          }}
          onBlur={() => {
            setFocused(false);
            setOpen(false);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      {text !== filter && (
        <button
          type="button"
          className={styles.apply}
          onClick={() => void apply()}
          onMouseDown={(event) => event.preventDefault()}
        >
          Enter ↵
        </button>
      )}
      {text !== "" && (
        <button
          type="button"
          className={styles.clear}
          aria-label="Clear the filter"
          onClick={() => (filter ? onFilter("") : edit("", 0))}
        >
          <Icon name="close" size={14} />
        </button>
      )}
      <div className={styles.below} hidden={!isOpen && !(focused && shownMistake)}>
        {shownMistake && (
          <p id={`${id}-mistake`} className={styles.mistake} role="alert">
            <Icon name="error" size={14} />
            <span>{shownMistake.message}</span>
          </p>
        )}
        {isOpen && (
          <Offers id={`${id}-offers`} offers={offers} active={active} onActive={setActive} onChoose={choose} />
        )}
      </div>
    </search>
  );
}
