import { useMemo, useState } from "react";
import { Link } from "react-router";
import { Button } from "../../widgets/button.tsx";
import nodeStyles from "../../widgets/graph/graph-node.module.css";
import { GraphView } from "../../widgets/graph/graph-view.tsx";
import { Icon, type IconName } from "../../widgets/icon.tsx";
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

const isGiven = ({ kind }: LineageNode) => kind === "prompt" || kind === "dataset";

/** What came of what, from left to right; prompts and datasets, which came of nothing here, begin. */
export function LineageView({ graph }: { graph: LineageGraph }) {
  const [all, setAll] = useState(false);
  const shown = useMemo(() => folded(graph, all ? Number.POSITIVE_INFINITY : mostOfAKind), [graph, all]);
  const labels = new Map(shown.nodes.map(({ id, label }) => [id, label]));
  const cameOf = (id: string) =>
    shown.edges
      .filter(({ to }) => to === id)
      .map(({ from }) => labels.get(from))
      .join(", ");

  return (
    <section className={styles.lineage} aria-label="Lineage">
      <h2 className={styles.heading}>Lineage</h2>
      <div className={styles.frame}>
        <GraphView
          graph={shown}
          isFirst={isGiven}
          heightPx={48}
          narrowestPx={112}
          widestPx={210}
          columnGapPx={34}
          draw={(node) => <Node node={node} cameOf={cameOf(node.id)} onAll={() => setAll(true)} />}
        />
      </div>
      {all && <Button onClick={() => setAll(false)}>Fewer</Button>}
    </section>
  );
}

function Node({ node, cameOf, onAll }: { node: LineageNode; cameOf: string; onAll: () => void }) {
  const { kind, label, note, to, isHere } = node;
  const { name, icon } = kinds[kind];
  return (
    <>
      <span className={nodeStyles.kind}>
        <Icon name={icon} size={12} />
        {name}
        {note && (
          <span className={nodeStyles.note} title={note}>
            {note}
          </span>
        )}
      </span>
      {node.folded ? (
        <button type="button" className={nodeStyles.label} onClick={onAll}>
          {label}
        </button>
      ) : to && !isHere ? (
        <Link to={to} className={nodeStyles.label ?? ""} title={label}>
          {label}
        </Link>
      ) : (
        <span className={nodeStyles.label} title={label} {...(isHere && { "aria-current": "page" })}>
          {label}
        </span>
      )}
      {cameOf && <span className="unseen">, of {cameOf}</span>}
    </>
  );
}
