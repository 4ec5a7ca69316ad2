import { type ReactNode, useMemo, useRef } from "react";
import { useWidth } from "../use-width.ts";
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";
import styles from "./graph-view.module.css";
import { layout, type Place } from "./layout.ts";
import { outline } from "./outline.ts";

interface GraphViewProps<Node extends GraphNode, Edge extends GraphEdge> {
  readonly graph: Graph<Node, Edge>;
  /** Nodes that stand in the first column whatever they lead to; a function that stays the same. */
  readonly isFirst?: (node: Node) => boolean;
  /** Of all nodes in px; their width is what the columns leave them. */
  readonly heightPx: number;
  readonly narrowestPx: number;
  readonly widestPx: number;
  readonly columnGapPx: number;
  /** Where the narrowest columns have no room either: scroll sideways, rather than be a plain list. */
  readonly scrolls?: boolean;
  /** `isPicture` is false in a plain list, which has no lines. */
  readonly draw: (node: Node, isPicture: boolean) => ReactNode;
  /** Stands at the end of an edge. What it says must be in the words of a node too: lines are not read out. */
  readonly label?: (edge: Edge) => ReactNode;
}

const rowGapPx = 12;
/** Of a list; deeper ones need the width for their words. */
const mostLevels = 6;
/** Closer together than this labels cannot be read. */
const labelPx = 11;

/**
 * A graph from left to right. It is a list that is laid out as a picture: its lines only are drawn, so the nodes have to
 * say in words what leads to them.
 */
export function GraphView<Node extends GraphNode, Edge extends GraphEdge>(props: GraphViewProps<Node, Edge>) {
  const { graph, isFirst, heightPx, narrowestPx, widestPx, columnGapPx, scrolls = false } = props;
  const box = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(box);
  const { columns, rows, places } = useMemo(() => layout(graph, isFirst), [graph, isFirst]);
  const lines = useMemo(() => outline(graph), [graph]);
  const roomPx = (widthPx - (columns.length - 1) * columnGapPx) / columns.length;
  const nodePx = Math.min(widestPx, scrolls ? Math.max(narrowestPx, roomPx) : roomPx);
  const isPicture = nodePx >= narrowestPx;
  const x = ({ column }: Place) => column * (nodePx + columnGapPx);
  const y = ({ row }: Place) => row * (heightPx + rowGapPx);
  const size = {
    width: columns.length * (nodePx + columnGapPx) - columnGapPx,
    height: rows * (heightPx + rowGapPx) - rowGapPx,
  };

  // Lines with a label end one above the other, so that each can be read.
  const callers = useMemo(() => {
    const rowOf = ({ from }: Edge) => places.get(from)!.row;
    const into = Map.groupBy(graph.edges, ({ to }) => to);
    for (const edges of into.values()) edges.sort((a, b) => rowOf(a) - rowOf(b));
    return into;
  }, [graph, places]);

  function lineOf(edge: Edge) {
    const [start, end] = [places.get(edge.from)!, places.get(edge.to)!];
    const all = props.label ? callers.get(edge.to)! : [edge];
    const stepPx = heightPx / (all.length + 1);
    return {
      startX: x(start) + nodePx,
      startY: y(start) + heightPx / 2,
      endX: x(end),
      endY: y(end) + stepPx * (all.indexOf(edge) + 1),
      label: stepPx >= labelPx && props.label?.(edge),
    };
  }

  return (
    <div ref={box} className={styles.box}>
      <div className={isPicture ? styles.picture : styles.list} style={isPicture ? size : undefined}>
        {isPicture && (
          <svg className={styles.edges} aria-hidden="true">
            {graph.edges.map((edge) => (
              <Line key={`${edge.from} ${edge.to}`} {...lineOf(edge)} bendPx={columnGapPx} />
            ))}
          </svg>
        )}
        <ul>
          {isPicture
            ? columns.flat().map((node) => {
                const place = places.get(node.id)!;
                const position = { left: x(place), top: y(place), width: nodePx, height: heightPx };
                return (
                  <li key={node.id} className={styles.node} style={position}>
                    {props.draw(node, true)}
                  </li>
                );
              })
            : lines.map(({ node, level, passing }) => (
                <li
                  key={node.id}
                  className={styles.node}
                  data-below={level > 0 || undefined}
                  style={{ "--level": Math.min(level, mostLevels) }}
                >
                  {passing.map((line) => (
                    <span
                      key={line}
                      className={styles.passing}
                      style={{ "--up": Math.min(level, mostLevels) - Math.min(line, mostLevels) }}
                    />
                  ))}
                  {props.draw(node, false)}
                </li>
              ))}
        </ul>
      </div>
    </div>
  );
}

interface LineProps {
  readonly startX: number;
  readonly startY: number;
  readonly endX: number;
  readonly endY: number;
  readonly bendPx: number;
  readonly label: ReactNode;
}

function Line({ startX, startY, endX, endY, bendPx, label }: LineProps) {
  const bend = Math.max(bendPx, (endX - startX) / 2);
  return (
    <>
      <path d={`M${startX} ${startY}C${startX + bend} ${startY} ${endX - bend} ${endY} ${endX} ${endY}`} />
      {label && (
        <text x={endX - 5} y={endY - 3}>
          {label}
        </text>
      )}
    </>
  );
}
