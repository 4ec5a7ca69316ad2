import { useState } from "react";
import { Button } from "../../widgets/button.tsx";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { formatCount } from "../../widgets/format/quantity.ts";
import styles from "./values-table.module.css";

export interface ValueRow {
  readonly key: string;
  /** As it is shown. */
  readonly value: string;
  /** As it is copied and shown on hover. */
  readonly exact: string;
  /** Faint, behind the value. */
  readonly note?: string;
}

interface ValuesTableProps {
  readonly title: string;
  readonly rows: readonly ValueRow[];
  /** Said in place of rows. */
  readonly none: string;
  readonly numeric?: boolean;
}

const mostAtFirst = 100;
/** Fewer rows than this are seen at a glance. */
const searchedFrom = 9;

/** Names with their values: searchable, each to copy, all to copy as lines of a spreadsheet. */
export function ValuesTable({ title, rows, none, numeric = false }: ValuesTableProps) {
  const [words, setWords] = useState("");
  const [most, setMost] = useState(mostAtFirst);
  const wanted = words.trim().toLowerCase();
  const found = rows
    .filter(({ key, exact }) => key.toLowerCase().includes(wanted) || exact.toLowerCase().includes(wanted))
    .toSorted((a, b) => byName.compare(a.key, b.key));
  return (
    <section className={styles.block} aria-label={title}>
      <header className={styles.head}>
        <h2 className={styles.title}>
          {title}
          {rows.length > 0 && <span className={styles.count}>{formatCount(rows.length)}</span>}
        </h2>
        {rows.length >= searchedFrom && (
          <input
            className={styles.search}
            type="search"
            placeholder="Find"
            aria-label={`Find in ${title.toLowerCase()}`}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        )}
        {rows.length > 0 && (
          <CopyButton
            label={`Copy all ${title.toLowerCase()}`}
            text={() => found.map(({ key, exact }) => `${key}\t${exact}`).join("\n")}
          />
        )}
      </header>
      {rows.length === 0 ? (
        <p className={styles.none}>{none}</p>
      ) : (
        <table className={styles.table}>
          <tbody>
            {found.slice(0, most).map(({ key, value, exact, note }) => (
              <tr key={key}>
                <th scope="row" title={key}>
                  {key}
                </th>
                <td data-numeric={numeric || undefined} title={exact.length < 400 ? exact : undefined}>
                  {value || <span className={styles.none}>empty</span>}
                  {note && <span className={styles.note}>{note}</span>}
                </td>
                <td className={styles.tool}>
                  <CopyButton text={exact} label={`Copy ${key}`} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {rows.length > 0 && found.length === 0 && <p className={styles.none}>Nothing holds “{words}”.</p>}
      {found.length > most && (
        <Button onClick={() => setMost(found.length)}>{formatCount(found.length - most)} more</Button>
      )}
    </section>
  );
}

/** `layer.2` before `layer.10`. */
const byName = new Intl.Collator("en", { numeric: true });
