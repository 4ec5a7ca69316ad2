import { type RefObject, useMemo } from "react";
import { allOpen } from "../../trace/collapse.ts";
import { hitIndex, nextHit } from "../../trace/find.ts";
import { slowest, typeCounts } from "../../trace/landmarks.ts";
import { durationUsOf, nameOf, type SpanTree } from "../../trace/span-tree.ts";
import type { Columns } from "../../views/trace-timeline/columns.ts";
import { Button, IconButton } from "../../widgets/button.tsx";
import { formatDurationUs } from "../../widgets/format/duration.ts";
import { formatCount } from "../../widgets/format/quantity.ts";
import { Icon } from "../../widgets/icon.tsx";
import { Menu, MenuCheck, MenuChoice, MenuHeading, MenuItem, MenuLine } from "../../widgets/menu.tsx";
import { TypeIcon, typeLabel } from "../../widgets/type-icon.tsx";
import type { PageState } from "./page-state.ts";
import styles from "./toolbar.module.css";
import type { ContentHits } from "./use-content-hits.ts";
import type { UpdatePage } from "./use-page-state.ts";

interface ToolbarProps {
  tree: SpanTree;
  state: PageState;
  update: UpdatePage;
  findField: RefObject<HTMLInputElement | null>;
  hits: Int32Array;
  activeRow: number;
  content: ContentHits;
  errors: number;
  columns: Columns;
  onColumns: (columns: Columns) => void;
  onRow: (row: number) => void;
}

/** Finding, narrowing and looking differently: everything here is a part of the address. */
export function Toolbar(props: ToolbarProps) {
  const { tree, state, update, errors } = props;
  const isTree = state.view === "tree";
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Tree">
      <Find {...props} />
      <TypesMenu tree={tree} state={state} update={update} />
      {errors > 0 && (
        <Button
          look="plain"
          on={state.status === "error"}
          aria-pressed={state.status === "error"}
          className={styles.errors}
          onClick={() => update({ status: state.status === "error" ? "" : "error" })}
        >
          <Icon name="error" size={14} />
          {formatCount(errors)} {errors === 1 ? "error" : "errors"}
        </Button>
      )}
      <Button
        look="plain"
        on={state.view === "log"}
        aria-pressed={state.view === "log"}
        title="What the spans say, as one text (L)"
        onClick={() => update({ view: state.view === "log" ? "tree" : "log" })}
      >
        Log
      </Button>
      <Button
        look="plain"
        on={state.graph}
        aria-pressed={state.graph}
        title="Who called whom: agents, models and tools (G)"
        onClick={() => update({ graph: !state.graph, node: "" })}
      >
        Graph
      </Button>
      {isTree && (
        <Button
          look="plain"
          on={state.critical}
          aria-pressed={state.critical}
          title="What the trace waited for (c)"
          onClick={() => update({ critical: !state.critical })}
        >
          Critical path
        </Button>
      )}
      <SlowestMenu tree={tree} onRow={props.onRow} />
      {isTree && <ViewMenu {...props} />}
      {isTree && state.zoom && (
        <Button look="plain" on onClick={() => update({ zoom: undefined })}>
          <Icon name="close" size={12} />
          Zoomed
        </Button>
      )}
    </div>
  );
}

function Find({ state, update, findField, hits, activeRow, content, onRow }: ToolbarProps) {
  const asked = state.find.trim() !== "";
  const at = hitIndex(hits, activeRow);
  return (
    <search className={styles.find}>
      <Icon name="search" size={14} />
      <input
        ref={findField}
        className={styles.field}
        type="text"
        value={state.find}
        placeholder="Find in names and content"
        aria-label="Find in this trace"
        spellCheck={false}
        onChange={(event) => update({ find: event.target.value }, "merge")}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === "F3") {
            event.preventDefault();
            onRow(nextHit(hits, activeRow, event.shiftKey ? -1 : 1));
          } else if (event.key === "Escape") {
            event.stopPropagation();
            if (state.find) update({ find: "", only: false });
            else event.currentTarget.blur();
          }
        }}
      />
      {asked && (
        <>
          <span
            className={styles.count}
            role="status"
            data-none={hits.length === 0 || undefined}
            title={content.error?.message}
          >
            {at >= 0 ? `${formatCount(at + 1)}/` : ""}
            {formatCount(hits.length)}
            {content.truncated ? "+" : ""}
            {content.searching ? " …" : content.error ? " names only" : ""}
          </span>
          <IconButton
            icon="arrowUp"
            label="Previous hit"
            shortcut="N"
            onClick={() => onRow(nextHit(hits, activeRow, -1))}
          />
          <IconButton
            icon="arrowDown"
            label="Next hit"
            shortcut="n"
            onClick={() => onRow(nextHit(hits, activeRow, 1))}
          />
          <IconButton
            icon="filter"
            label="Only what was found"
            on={state.only}
            aria-pressed={state.only}
            onClick={() => update({ only: !state.only })}
          />
        </>
      )}
    </search>
  );
}

function TypesMenu({ tree, state, update }: Pick<ToolbarProps, "tree" | "state" | "update">) {
  const counts = useMemo(() => typeCounts(tree), [tree]);
  if (counts.length < 2 && state.types.length === 0) return null;
  const label = state.types.length === 0 ? "Types" : state.types.map(typeLabel).join(", ");
  return (
    <Menu
      label="Types of spans"
      trigger={
        <Button look="plain" on={state.types.length > 0}>
          {label}
          <Icon name="chevronDown" size={12} />
        </Button>
      }
    >
      {counts.map(({ type, count }) => (
        <MenuCheck
          key={type}
          checked={state.types.includes(type)}
          onChecked={(on) =>
            update({ types: on ? [...state.types, type] : state.types.filter((each) => each !== type) })
          }
        >
          <TypeIcon type={type} /> {typeLabel(type)} <span className={styles.quiet}>{formatCount(count)}</span>
        </MenuCheck>
      ))}
      {state.types.length > 0 && (
        <>
          <MenuLine />
          <MenuItem onSelect={() => update({ types: [] })}>All types</MenuItem>
        </>
      )}
    </Menu>
  );
}

const slowestShown = 10;

function SlowestMenu({ tree, onRow }: Pick<ToolbarProps, "tree" | "onRow">) {
  return (
    <Menu
      label="Slowest spans by their own time"
      trigger={
        <Button look="plain">
          Slowest
          <Icon name="chevronDown" size={12} />
        </Button>
      }
    >
      <MenuHeading>By their own time, children not counted</MenuHeading>
      <SlowestItems tree={tree} onRow={onRow} />
    </Menu>
  );
}

/** Apart, so that the times are only worked out when the menu is open. */
function SlowestItems({ tree, onRow }: Pick<ToolbarProps, "tree" | "onRow">) {
  return slowest(tree, slowestShown).map(({ row, selfUs }) => (
    <MenuItem key={row} onSelect={() => onRow(row)}>
      <span className={styles.slow}>{formatDurationUs(selfUs)}</span>
      <span className={styles.slowName}>{nameOf(tree, row) || "no name"}</span>
      {selfUs < durationUsOf(tree, row) && (
        <span className={styles.quiet}>of {formatDurationUs(durationUsOf(tree, row))}</span>
      )}
    </MenuItem>
  ));
}

const depths = [1, 2, 3, 4];

function ViewMenu({ state, update, columns, onColumns }: ToolbarProps) {
  return (
    <Menu
      label="View"
      trigger={
        <Button look="plain">
          View
          <Icon name="chevronDown" size={12} />
        </Button>
      }
    >
      <MenuChoice
        label="Spans"
        value={state.order}
        options={[
          { value: "tree", label: "As a tree" },
          { value: "start", label: "In one list, by their start" },
        ]}
        onValue={(order) => update({ order })}
      />
      <MenuLine />
      <MenuItem onSelect={() => update({ collapse: allOpen })}>Open all</MenuItem>
      {depths.map((depth) => (
        <MenuItem key={depth} onSelect={() => update({ collapse: { fromDepth: depth, toggled: new Set() } })}>
          Close from level {depth + 1} on
        </MenuItem>
      ))}
      <MenuItem onSelect={() => update({ collapse: { fromDepth: 0, toggled: new Set() } })}>Close all</MenuItem>
      <MenuLine />
      <MenuCheck checked={state.fold} onChecked={(fold) => update({ fold })}>
        Fold repeated siblings
      </MenuCheck>
      <MenuCheck checked={state.gaps} onChecked={(gaps) => update({ gaps, zoom: undefined })}>
        Fold idle time
      </MenuCheck>
      <MenuLine />
      <MenuHeading>Columns</MenuHeading>
      <MenuCheck checked={columns.duration} onChecked={(duration) => onColumns({ ...columns, duration })}>
        Duration
      </MenuCheck>
      <MenuCheck checked={columns.tokens} onChecked={(tokens) => onColumns({ ...columns, tokens })}>
        Tokens
      </MenuCheck>
      <MenuCheck checked={columns.cost} onChecked={(cost) => onColumns({ ...columns, cost })}>
        Cost
      </MenuCheck>
    </Menu>
  );
}
