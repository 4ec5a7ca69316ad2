import { Icon } from "../icon.tsx";
import { Menu, MenuItem, MenuLine } from "../menu.tsx";
import type { TableColumn, TableSort } from "./column.ts";
import { narrowestPx, widestPx } from "./column-layout.ts";
import styles from "./table.module.css";

/** What can be done with a column. The optional ones are offered where the table's owner keeps the list of columns. */
export interface ColumnActions {
  /** Undefined px: its own width again. `isDone` is false while a drag goes on. */
  readonly onWidth: (id: string, px: number | undefined, isDone: boolean) => void;
  readonly onPin: (id: string, pinned: boolean) => void;
  /** Puts a column before another. */
  readonly onMove: ((id: string, before: string) => void) | undefined;
  readonly onStep: ((id: string, by: -1 | 1) => void) | undefined;
  readonly onHide: ((id: string) => void) | undefined;
}

interface ColumnMenuProps<Row> {
  readonly column: TableColumn<Row>;
  readonly width: number;
  readonly isPinned: boolean;
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onSort: ((sort: TableSort) => void) | undefined;
  readonly actions: ColumnActions;
}

const stepPx = 40;

/** Everything that a drag or a click does with a column, and what only a menu can say. */
export function ColumnMenu<Row>({ column, width, isPinned, open, onOpen, onSort, actions }: ColumnMenuProps<Row>) {
  const { id, label } = column;
  const resize = (by: number) => actions.onWidth(id, Math.min(widestPx, Math.max(narrowestPx, width + by)), true);
  return (
    <Menu
      label={`Column ${label}`}
      open={open}
      onOpen={onOpen}
      trigger={
        <button type="button" className={styles.more} tabIndex={-1} aria-label={`Column ${label}: more`}>
          <Icon name="chevronDown" size={11} />
        </button>
      }
    >
      {open && (
        <>
          {onSort && (
            <>
              <MenuItem icon="arrowUp" onSelect={() => onSort({ column: id, descending: false })}>
                Smallest first
              </MenuItem>
              <MenuItem icon="arrowDown" onSelect={() => onSort({ column: id, descending: true })}>
                Largest first
              </MenuItem>
              <MenuLine />
            </>
          )}
          {column.menu && (
            <>
              {column.menu}
              <MenuLine />
            </>
          )}
          <MenuItem icon="pin" onSelect={() => actions.onPin(id, !isPinned)}>
            {isPinned ? "Unpin" : "Pin to the left"}
          </MenuItem>
          {actions.onStep && (
            <>
              <MenuItem icon="chevronLeft" onSelect={() => actions.onStep?.(id, -1)}>
                Move left
              </MenuItem>
              <MenuItem icon="chevronRight" onSelect={() => actions.onStep?.(id, 1)}>
                Move right
              </MenuItem>
            </>
          )}
          <MenuLine />
          <MenuItem icon="plus" onSelect={() => resize(stepPx)}>
            Wider
          </MenuItem>
          <MenuItem icon="minus" onSelect={() => resize(-stepPx)}>
            Narrower
          </MenuItem>
          <MenuItem onSelect={() => actions.onWidth(id, undefined, true)}>Its own width</MenuItem>
          {actions.onHide && !column.always && (
            <>
              <MenuLine />
              <MenuItem icon="hide" onSelect={() => actions.onHide?.(id)}>
                Hide
              </MenuItem>
            </>
          )}
        </>
      )}
    </Menu>
  );
}
