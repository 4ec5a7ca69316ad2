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
  /** Which text it is, where a page has several with the same names of sides. */
  readonly what?: string;
  /** `inline`: one under the other in one column, what is gone above what has come. */
  readonly layout?: "split" | "inline";
}

const contextLines = 3;
/** So many lines are drawn until the reader asks for more. */
const linesAtFirst = 800;

/** Two texts side by side, or in one column, with what differs marked word by word and long stretches of the same folded. */
export function TextDiff({ left, right, leftName, rightName, what, layout = "split" }: TextDiffProps) {
  const folded = useMemo(() => foldSame(lineDiff(left, right), contextLines), [left, right]);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [most, setMost] = useState(linesAtFirst);
  const rows = folded.flatMap((row, at): readonly Drawn[] => {
    if (!("folded" in row)) return [row];
    return open.has(at) ? row.folded : [{ at, count: row.folded.length }];
  });
  const Row = layout === "split" ? Lines : InlineLines;
  const label = `${what ? `${what}, ` : ""}${leftName} beside ${rightName}`;
  if (left === right) return <p className={styles.same}>Both are the same.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.scroller} tabIndex={0} aria-label={label}>
      <table className={styles.table} data-layout={layout}>
        <colgroup>
          <col className={styles.numbers} />
          {layout === "split" && <col />}
          <col className={styles.numbers} />
          <col />
        </colgroup>
        {layout === "split" && (
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
        )}
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
              <Row key={`${row.left?.number} ${row.right?.number}`} row={row} />
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

function InlineLines({ row: { left, right, same } }: { row: DiffRow }) {
  if (same) {
    return (
      <tr data-same>
        <td className={styles.number}>{left?.number}</td>
        <Line side={right} kind="added" same />
      </tr>
    );
  }
  return (
    <>
      {left && (
        <tr>
          <Line side={left} kind="removed" same={false} before />
        </tr>
      )}
      {right && (
        <tr>
          <td className={styles.number} />
          <Line side={right} kind="added" same={false} />
        </tr>
      )}
    </>
  );
}

function Line(props: {
  side: Side | undefined;
  kind: "removed" | "added";
  same: boolean;
  /** The other text's column of numbers lies between. */
  before?: boolean;
}) {
  const { side, kind, same, before = false } = props;
  const state = side === undefined ? "missing" : same ? undefined : kind;
  return (
    <>
      <td className={styles.number}>{side?.number}</td>
      {before && <td className={styles.number} />}
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
