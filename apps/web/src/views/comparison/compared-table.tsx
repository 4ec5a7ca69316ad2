import { Link } from "react-router";
import { Button } from "../../widgets/button.tsx";
import { Swatch } from "../../widgets/chart/swatch.tsx";
import { Icon } from "../../widgets/icon.tsx";
import type { ComparedRow } from "./compare.ts";
import styles from "./comparison.module.css";

interface ComparedTableProps {
  readonly title: string;
  readonly rows: readonly ComparedRow[];
  readonly sides: readonly ComparedSide[];
  /** Rows that are the same on all sides, too. */
  readonly all: boolean;
  readonly numeric?: boolean;
  readonly highlighted?: string | undefined;
  readonly onHighlight?: (id: string | undefined) => void;
  /** Takes a side out of the comparison. */
  readonly onLeaveOut?: (id: string) => void;
}

/** One of the things that are compared. */
export interface ComparedSide {
  readonly id: string;
  readonly name: string;
  /** Where it is shown. */
  readonly to: string;
  /** Of its lines in charts, counted from 0. */
  readonly colour?: number;
}

/** Keys down, sides across. */
export function ComparedTable({ title, rows, sides, all, numeric, ...props }: ComparedTableProps) {
  if (rows.length === 0) return null;
  const shown = all ? rows : rows.filter(({ differs }) => differs);
  const hidden = rows.length - shown.length;
  return (
    <section aria-label={title}>
      <h2 className={styles.heading}>
        {title}
        {hidden > 0 && <span className={styles.note}>{hidden} the same in all</span>}
      </h2>
      {shown.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section className={styles.wide} tabIndex={0} aria-label={`${title}, side by side`}>
          <table className={styles.table}>
            <thead>
              <tr>
                <td />
                {sides.map(({ id, name, to, colour }) => (
                  <th
                    key={id}
                    scope="col"
                    data-on={id === props.highlighted || undefined}
                    onPointerEnter={() => props.onHighlight?.(id)}
                    onPointerLeave={() => props.onHighlight?.(undefined)}
                  >
                    <span className={styles.sideName}>
                      {colour !== undefined && <Swatch colour={colour} />}
                      <Link to={to} title={name}>
                        {name}
                      </Link>
                      {props.onLeaveOut && sides.length > 1 && (
                        <Button
                          look="plain"
                          className={styles.leaveOut}
                          aria-label={`Leave out ${name}`}
                          onClick={() => props.onLeaveOut?.(id)}
                        >
                          <Icon name="close" size={12} />
                        </Button>
                      )}
                    </span>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map(({ key, values, differs }) => (
                <tr key={key} data-differs={differs || undefined}>
                  <th scope="row" title={key}>
                    {key}
                  </th>
                  {values.map((value, at) => (
                    <td
                      key={sides[at]!.id}
                      data-on={sides[at]!.id === props.highlighted || undefined}
                      data-numeric={numeric || undefined}
                      title={value}
                    >
                      {value ?? <span className={styles.none}>–</span>}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
