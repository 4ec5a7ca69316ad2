import { durationUsOf, isFailed, nameOf, type SpanTree, typeOf } from "../../trace/span-tree.ts";
import { Fact } from "../../widgets/fact.tsx";
import { formatDurationUs } from "../../widgets/format/duration.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import { TypeIcon } from "../../widgets/type-icon.tsx";
import facts from "./facts.module.css";
import styles from "./group-details.module.css";
import details from "./span-details.module.css";

interface GroupDetailsProps {
  tree: SpanTree;
  /** First member; the others follow it. */
  row: number;
  members: number;
  onRow: (row: number) => void;
}

const slowestShown = 12;

/** A folded group of siblings: how they differ, and the slowest of them. */
export function GroupDetails({ tree, row, members, onRow }: GroupDetailsProps) {
  const rows = Array.from({ length: members }, (_, at) => row + at);
  const slow = rows.toSorted((a, b) => durationUsOf(tree, b) - durationUsOf(tree, a));
  const at = (share: number) =>
    formatDurationUs(durationUsOf(tree, slow[Math.floor((members - 1) * (1 - share))] ?? row));
  const failed = rows.filter((each) => isFailed(tree, each));
  const listed = [...failed.slice(0, slowestShown), ...slow.filter((each) => !isFailed(tree, each))].slice(
    0,
    slowestShown,
  );
  return (
    <div className={details.panel}>
      <dl className={facts.list}>
        <Fact name="Spans">{formatCount(members)}</Fact>
        <Fact name="Median">{at(0.5)}</Fact>
        <Fact name="p95">{at(0.95)}</Fact>
        <Fact name="Longest">{at(1)}</Fact>
        <Fact name="Failed">{formatCount(failed.length)}</Fact>
      </dl>
      <h3 className={styles.title}>{failed.length > 0 ? "Failed and slowest" : "Slowest"}</h3>
      <ul>
        {listed.map((each) => (
          <li key={each}>
            <button type="button" className={styles.member} onClick={() => onRow(each)}>
              <TypeIcon type={typeOf(tree, each)} />
              <span className={styles.grow}>{nameOf(tree, each)}</span>
              {isFailed(tree, each) && (
                <span className={styles.failed}>
                  <Icon name="error" size={13} /> error
                </span>
              )}
              <span>{formatDurationUs(durationUsOf(tree, each))}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
