import { useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import { Button } from "../../widgets/button.tsx";
import { Icon, type IconName } from "../../widgets/icon.tsx";
import { useWidth } from "../../widgets/use-width.ts";
import { layout, type Place } from "./layout.ts";
import styles from "./lineage.module.css";
import { folded, type LineageGraph, type LineageKind, type LineageNode, mostOfAKind } from "./lineage-graph.ts";

const kinds: Readonly<Record<LineageKind, { readonly name: string; readonly icon: IconName }>> = {
  prompt: { name: "Prompt", icon: "prompts" },
  dataset: { name: "Dataset", icon: "dataset" },
  run: { name: "Run", icon: "runs" },
  model: { name: "Logged model", icon: "models" },
  version: { name: "Version", icon: "tag" },
  traces: { name: "Traces", icon: "traces" },
};

/** Of a node, in px; its width is what the columns leave it. */
const heightPx = 48;
const rowGapPx = 12;
const columnGapPx = 34;
const narrowestPx = 112;
const widestPx = 210;

/**
 * What came of what, from left to right. The picture is a list that is laid out as one: its lines only are drawn, each
 * node says in words what it came of, and where columns have no room it is a plain list.
 */
export function LineageView({ graph }: { graph: LineageGraph }) {
  const box = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(box);
  const [all, setAll] = useState(false);
  const shown = useMemo(() => folded(graph, all ? Number.POSITIVE_INFINITY : mostOfAKind), [graph, all]);
  const { columns, rows, places } = useMemo(() => layout(shown), [shown]);
  const nodePx = Math.min(widestPx, (widthPx - (columns.length - 1) * columnGapPx) / columns.length);
  const isPicture = nodePx >= narrowestPx;
  const x = ({ column }: Place) => column * (nodePx + columnGapPx);
  const y = ({ row }: Place) => row * (heightPx + rowGapPx);
  const labels = new Map(shown.nodes.map(({ id, label }) => [id, label]));

  return (
    <section className={styles.lineage} aria-label="Lineage">
      <h2 className={styles.heading}>Lineage</h2>
      <div className={styles.frame}>
        <div
          ref={box}
          className={isPicture ? styles.picture : styles.list}
          style={isPicture ? { height: rows * (heightPx + rowGapPx) - rowGapPx } : undefined}
        >
          {isPicture && (
            <svg className={styles.edges} aria-hidden="true">
              {shown.edges.map(({ from, to }) => (
                <path key={`${from} ${to}`} d={curve(places.get(from)!, places.get(to)!)} />
              ))}
            </svg>
          )}
          <ul>
            {columns.flat().map((node) => (
              <li
                key={node.id}
                className={styles.node}
                data-kind={node.kind}
                style={
                  isPicture
                    ? { left: x(places.get(node.id)!), top: y(places.get(node.id)!), width: nodePx, height: heightPx }
                    : undefined
                }
              >
                <Node node={node} cameOf={cameOf(node.id)} onAll={() => setAll(true)} />
              </li>
            ))}
          </ul>
        </div>
      </div>
      {all && <Button onClick={() => setAll(false)}>Fewer</Button>}
    </section>
  );

  function curve(from: Place, to: Place): string {
    const [startX, startY] = [x(from) + nodePx, y(from) + heightPx / 2];
    const [endX, endY] = [x(to), y(to) + heightPx / 2];
    const bend = Math.max(columnGapPx, (endX - startX) / 2);
    return `M${startX} ${startY}C${startX + bend} ${startY} ${endX - bend} ${endY} ${endX} ${endY}`;
  }

  function cameOf(id: string): string {
    return shown.edges
      .filter(({ to }) => to === id)
      .map(({ from }) => labels.get(from))
      .join(", ");
  }
}

function Node({ node, cameOf, onAll }: { node: LineageNode; cameOf: string; onAll: () => void }) {
  const { kind, label, note, to, isHere } = node;
  const { name, icon } = kinds[kind];
  return (
    <>
      <span className={styles.kind}>
        <Icon name={icon} size={12} />
        {name}
        {note && (
          <span className={styles.note} title={note}>
            {note}
          </span>
        )}
      </span>
      {node.folded ? (
        <button type="button" className={styles.label} onClick={onAll}>
          {label}
        </button>
      ) : to && !isHere ? (
        <Link to={to} className={styles.label ?? ""} title={label}>
          {label}
        </Link>
      ) : (
        <span className={styles.label} title={label} {...(isHere && { "aria-current": "page" })}>
          {label}
        </span>
      )}
      {cameOf && <span className="unseen">, of {cameOf}</span>}
    </>
  );
}
