import { useMemo, useState } from "react";
import { Button } from "../button.tsx";
import { formatCount } from "../format/quantity.ts";
import styles from "./diff.module.css";
import { type DiffRow, foldSame, lineDiff, type Side } from "./line-diff.ts";

interface TextDiffProps {
  readonly left: string;
  readonly right: string;
  /** What stands on each side, for its head. */
  readonly leftName: string;
  readonly rightName: string;
}

const contextLines = 3;
/** So many lines are drawn until the reader asks for more. */
const linesAtFirst = 800;

/** Two texts side by side, with what differs marked word by word and long stretches of the same folded. */
export function TextDiff({ left, right, leftName, rightName }: TextDiffProps) {
  const folded = useMemo(() => foldSame(lineDiff(left, right), contextLines), [left, right]);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [most, setMost] = useState(linesAtFirst);
  const rows = folded.flatMap((row, at): readonly Drawn[] => {
    if (!("folded" in row)) return [row];
    return open.has(at) ? row.folded : [{ at, count: row.folded.length }];
  });
  if (left === right) return <p className={styles.same}>Both are the same.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.scroller} tabIndex={0} aria-label={`${leftName} beside ${rightName}`}>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col" colSpan={2}>
              {leftName}
            </th>
            <th scope="col" colSpan={2}>
              {rightName}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, most).map((row) =>
            "count" in row ? (
              <tr key={`folded ${row.at}`} className={styles.fold}>
                <td colSpan={4}>
                  <button type="button" onClick={() => setOpen(new Set([...open, row.at]))}>
                    {formatCount(row.count)} lines are the same
                  </button>
                </td>
              </tr>
            ) : (
              <Lines key={`${row.left?.number} ${row.right?.number}`} row={row} />
            ),
          )}
        </tbody>
      </table>
      {rows.length > most && <Button onClick={() => setMost(most * 4)}>Show more lines</Button>}
    </section>
  );
}

/** A row, or that so many are folded at this place. */
type Drawn = DiffRow | { readonly at: number; readonly count: number };

function Lines({ row: { left, right, same } }: { row: DiffRow }) {
  return (
    <tr data-same={same || undefined}>
      <Line side={left} kind="removed" same={same} />
      <Line side={right} kind="added" same={same} />
    </tr>
  );
}

function Line({ side, kind, same }: { side: Side | undefined; kind: "removed" | "added"; same: boolean }) {
  const state = side === undefined ? "missing" : same ? undefined : kind;
  return (
    <>
      <td className={styles.number}>{side?.number}</td>
      <td className={styles.line} data-state={state}>
        {side && <Pieces pieces={side.pieces} kind={same ? undefined : kind} />}
      </td>
    </>
  );
}

/** A text in which the pieces that differ are marked: as deleted, or as inserted. */
export function Pieces(props: { pieces: Side["pieces"]; kind: "removed" | "added" | undefined }) {
  const Mark = props.kind === "removed" ? "del" : "ins";
  return props.pieces.map(({ text, changed }, at) =>
    changed && props.kind ? <Mark key={`${at} ${text}`}>{text}</Mark> : <span key={`${at} ${text}`}>{text}</span>,
  );
}
