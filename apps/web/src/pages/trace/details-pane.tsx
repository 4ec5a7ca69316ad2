import type { Ref } from "react";
import type { SpanTree } from "../../trace/span-tree.ts";

export function DetailsPane(props: {
  ref?: Ref<HTMLDivElement>;
  traceId: string;
  tree: SpanTree;
  row: number;
  members: number;
  tab: string;
  onTab: (tab: string) => void;
  onRow: (row: number) => void;
  onClose?: () => void;
}) {
  return <div ref={props.ref}>{props.row}</div>;
}
