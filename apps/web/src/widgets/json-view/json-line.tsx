import { Icon } from "../icon.tsx";
import { isContainer, type JsonIndex, keyOf, open } from "./json-index.ts";
import { lineKind } from "./json-rows.ts";
import styles from "./json-view.module.css";

export const linePx = 20;
/** Longer strings show their beginning and can be opened. */
export const shortestCut = 120;
/** Lines of an opened text have at most this many characters. */
export const wrapAfter = 140;
const indentPx = 14;

interface JsonLineProps {
  id: string;
  topPx: number;
  index: JsonIndex;
  row: number;
  kind: number;
  open: boolean;
  textLine: string;
  mark: string;
  hit: boolean;
  active: boolean;
  onActivate: () => void;
  onToggle: () => void;
}

export function JsonLine(props: JsonLineProps) {
  const { index, row, kind } = props;
  const depth = index.depth[row] ?? 0;
  const isText = kind === lineKind.text;
  const foldable = kind === lineKind.value && canFold(index, row);
  const last = isLastIn(index, row);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the tree's
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays on the tree
    <div
      id={props.id}
      className={styles.line}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={props.active}
      {...(foldable && { "aria-expanded": props.open })}
      data-active={props.active || undefined}
      data-hit={props.hit || undefined}
      style={{ top: props.topPx, paddingLeft: 4 + indentPx * (depth + (isText ? 1 : 0)) }}
      onClick={(event) => {
        props.onActivate();
        if ((event.target as Element).closest("[data-foldable]")) props.onToggle();
      }}
      onDoubleClick={props.onToggle}
    >
      <span className={styles.twisty} data-foldable={foldable || undefined}>
        {foldable && <Icon name={props.open ? "chevronDown" : "chevronRight"} size={11} />}
      </span>
      {isText ? (
        <span className={styles.text}>{props.textLine}</span>
      ) : kind === lineKind.close ? (
        <span className={styles.mark}>
          {index.kind[row] === open.object ? "}" : "]"}
          {!last && ","}
        </span>
      ) : (
        <ValueLine {...props} last={last} />
      )}
    </div>
  );
}

function ValueLine({ index, row, open: opened, mark, onToggle, last }: JsonLineProps & { last: boolean }) {
  const key = keyOf(index, row);
  const kind = index.kind[row];
  const comma = last ? "" : ",";
  const head = key && (
    <>
      <span className={styles.key}>
        <Marked text={key} mark={mark} />
      </span>
      <span className={styles.mark}>: </span>
    </>
  );
  if (isContainer(index, row)) {
    const [left, right] = kind === open.object ? ["{", "}"] : ["[", "]"];
    const inside = index.children[row] ?? 0;
    if (opened && inside > 0)
      return (
        <span>
          {head}
          {left}
        </span>
      );
    return (
      <span>
        {head}
        {left}
        {inside > 0 && (
          <button type="button" className={styles.folded} onClick={onToggle} tabIndex={-1}>
            {inside} {kind === open.object ? (inside === 1 ? "key" : "keys") : inside === 1 ? "item" : "items"}
          </button>
        )}
        {right}
        <span className={styles.mark}>{comma}</span>
      </span>
    );
  }
  const start = index.start[row] ?? 0;
  const length = (index.end[row] ?? 0) - start;
  const cut = length > shortestCut;
  const text = index.text.slice(start, start + (cut ? shortestCut : length));
  return (
    <span>
      {head}
      <span className={kind === open.string ? styles.string : isDigit(kind) ? styles.number : styles.word}>
        <Marked text={text} mark={mark} />
      </span>
      {cut && (
        <button type="button" className={styles.folded} onClick={onToggle} tabIndex={-1}>
          {opened ? "less" : `+ ${(length - shortestCut).toLocaleString("en")}`}
        </button>
      )}
      <span className={styles.mark}>{comma}</span>
    </span>
  );
}

function Marked({ text, mark }: { text: string; mark: string }) {
  const at = mark === "" ? -1 : text.toLowerCase().indexOf(mark.toLowerCase());
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, at + mark.length)}</mark>
      {text.slice(at + mark.length)}
    </>
  );
}

function canFold(index: JsonIndex, row: number): boolean {
  if (isContainer(index, row)) return (index.children[row] ?? 0) > 0;
  return index.kind[row] === open.string && (index.end[row] ?? 0) - (index.start[row] ?? 0) > shortestCut;
}

function isLastIn(index: JsonIndex, row: number): boolean {
  const above = index.parent[row] ?? -1;
  return above < 0 || row + (index.size[row] ?? 1) >= above + (index.size[above] ?? 1);
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && (code === 0x2d || (code >= 0x30 && code <= 0x39));
}
