import { type KeyboardEvent, useId, useMemo, useState } from "react";
import { IconButton } from "../button.tsx";
import { CopyButton } from "../copy-button.tsx";
import { useRowWindow } from "../use-row-window.ts";
import { findInJson } from "./find-in-json.ts";
import { isContainer, type JsonIndex, open, textOf } from "./json-index.ts";
import { JsonLine, linePx, shortestCut, wrapAfter } from "./json-line.tsx";
import { isOpen, type JsonExpansion, jsonRows, lineStarts, revealInJson } from "./json-rows.ts";
import { pathOf } from "./json-text.ts";
import styles from "./json-view.module.css";

/** All of a small document is open; of a large one the first levels. */
const openBelow = 400;
const firstLevels = 2;
/** The view grows with its lines up to this height, then it scrolls by itself. */
const tallestPx = 440;
/** Below this a search field would be larger than what it searches. */
const searchFrom = 25;

export function JsonTree({ index, label, fill }: { index: JsonIndex; label: string; fill: boolean }) {
  const [expansion, setExpansion] = useState<JsonExpansion>({
    untilDepth: index.count <= openBelow ? Number.POSITIVE_INFINITY : firstLevels,
    toggled: new Set(),
  });
  const [texts, setTexts] = useState<ReadonlyMap<number, Int32Array>>(new Map());
  const [active, setActive] = useState(0);
  const [words, setWords] = useState("");
  const rows = useMemo(() => jsonRows(index, expansion, texts), [index, expansion, texts]);
  const hits = useMemo(() => findInJson(index, words), [index, words]);
  const hitSet = useMemo(() => new Set(hits), [hits]);
  const view = useRowWindow(rows.count, linePx);
  const activeRow = rows.row[active] ?? 0;
  const id = useId();

  function toggle(row: number) {
    if (isContainer(index, row)) {
      const toggled = new Set(expansion.toggled);
      if (!toggled.delete(row)) toggled.add(row);
      setExpansion({ ...expansion, toggled });
    } else if (isLong(index, row)) {
      const next = new Map(texts);
      if (!next.delete(row)) next.set(row, lineStarts(decoded(index, row), wrapAfter));
      setTexts(next);
    }
  }

  function goTo(row: number) {
    const opened = revealInJson(index, expansion, row);
    setExpansion(opened);
    const at = jsonRows(index, opened, texts).row.indexOf(row);
    setActive(at);
    requestAnimationFrame(() => view.show(at));
  }

  function step(by: 1 | -1) {
    if (hits.length === 0) return;
    const after = hits.findIndex((row) => row > activeRow);
    const here = hits.indexOf(activeRow);
    const next = here >= 0 ? here + by : by > 0 ? after : (after < 0 ? hits.length : after) - 1;
    goTo(hits[(next + hits.length) % hits.length] ?? 0);
  }

  function move(to: number) {
    const at = Math.max(0, Math.min(to, rows.count - 1));
    setActive(at);
    view.show(at);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const opens = isContainer(index, activeRow) && isOpen(index, expansion, activeRow);
    if (event.key === "ArrowDown") move(active + 1);
    else if (event.key === "ArrowUp") move(active - 1);
    else if (event.key === "Home") move(0);
    else if (event.key === "End") move(rows.count - 1);
    else if (event.key === "ArrowRight" && isContainer(index, activeRow) && !opens) toggle(activeRow);
    else if (event.key === "ArrowLeft" && opens) toggle(activeRow);
    else if (event.key === "ArrowLeft") move(rows.row.indexOf(index.parent[activeRow] ?? 0));
    else if (event.key === "Enter" || event.key === " ") toggle(activeRow);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const lines = Array.from({ length: view.last - view.first }, (_, at) => view.first + at);
  return (
    <div className={styles.frame} data-fill={fill || undefined}>
      <div className={styles.tools}>
        {index.count >= searchFrom && (
          <>
            <input
              className={styles.search}
              type="text"
              value={words}
              placeholder="Find"
              aria-label={`Find in ${label}`}
              onChange={(event) => setWords(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
                if (event.key === "Escape" && words) {
                  event.stopPropagation();
                  setWords("");
                }
              }}
            />
            {words && (
              <span className={styles.count} role="status">
                {hitSet.has(activeRow) ? `${hits.indexOf(activeRow) + 1}/` : ""}
                {hits.length}
              </span>
            )}
            <IconButton
              icon={expansion.untilDepth === Number.POSITIVE_INFINITY ? "chevronRight" : "chevronDown"}
              label={expansion.untilDepth === Number.POSITIVE_INFINITY ? "Fold all" : "Unfold all"}
              onClick={() =>
                setExpansion({
                  untilDepth: expansion.untilDepth === Number.POSITIVE_INFINITY ? 1 : Number.POSITIVE_INFINITY,
                  toggled: new Set(),
                })
              }
            />
          </>
        )}
        <CopyButton text={() => index.text} label={`Copy ${label.toLowerCase()}`} />
      </div>
      <div
        ref={view.scroller}
        className={styles.scroller}
        style={fill ? {} : { height: Math.min(rows.count * linePx, tallestPx) }}
        role="tree"
        aria-label={label}
        tabIndex={0}
        {...(active >= view.first && active < view.last && { "aria-activedescendant": `${id}-${active}` })}
        onKeyDown={onKeyDown}
      >
        <div style={{ height: view.spacerPx }} role="presentation">
          <div className={styles.sight} style={{ height: view.heightPx }} role="presentation">
            <div ref={view.content} className={styles.lines} role="presentation">
              {lines.map((at) => (
                <JsonLine
                  key={at}
                  id={`${id}-${at}`}
                  index={index}
                  topPx={view.topPx(at)}
                  row={rows.row[at] ?? 0}
                  kind={rows.kind[at] ?? 0}
                  open={isOpen(index, expansion, rows.row[at] ?? 0) || texts.has(rows.row[at] ?? -1)}
                  textLine={textLine(index, rows.row[at] ?? 0, texts, rows.line[at] ?? 0)}
                  mark={words}
                  hit={hitSet.has(rows.row[at] ?? -1)}
                  active={at === active}
                  onActivate={() => setActive(at)}
                  onToggle={() => toggle(rows.row[at] ?? 0)}
                />
              ))}
            </div>
          </div>
        </div>
      </div>
      {index.count > 1 && (
        <div className={styles.foot}>
          <code className={styles.path}>{pathOf(index, activeRow)}</code>
          <CopyButton text={() => pathOf(index, activeRow)} label="Copy path" />
          <CopyButton text={() => copyable(index, activeRow)} label="Copy value" />
        </div>
      )}
    </div>
  );
}

function isLong(index: JsonIndex, row: number): boolean {
  return index.kind[row] === open.string && (index.end[row] ?? 0) - (index.start[row] ?? 0) > shortestCut;
}

/** A string as what it says, anything else as JSON. */
function copyable(index: JsonIndex, row: number): string {
  return index.kind[row] === open.string ? decoded(index, row) : textOf(index, row);
}

function decoded(index: JsonIndex, row: number): string {
  try {
    return JSON.parse(textOf(index, row)) as string;
  } catch {
    return textOf(index, row).slice(1, -1);
  }
}

function textLine(index: JsonIndex, row: number, texts: ReadonlyMap<number, Int32Array>, line: number): string {
  const starts = texts.get(row);
  return starts
    ? decoded(index, row)
        .slice(starts[line], starts[line + 1])
        .replace(/\n$/, "")
    : "";
}
