import { type ReactNode, useState } from "react";
import { IconButton } from "../button.tsx";
import { Menu, MenuItem, MenuLine } from "../menu.tsx";
import styles from "./chart.module.css";

interface ChartFrameProps {
  readonly title: string;
  /** Only the title and the picture. */
  readonly compact?: boolean;
  /** Behind the title. */
  readonly end?: ReactNode;
  /** The same in numbers, shown in place of the picture when the reader asks. */
  readonly table: () => ReactNode;
  readonly onCsv: () => void;
  /** Absent where the picture cannot be saved. */
  readonly onPng?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** A chart with its title and its menu: as a table, as CSV, as a picture. */
export function ChartFrame({ title, compact = false, end, table, onCsv, onPng, children }: ChartFrameProps) {
  const [asTable, setAsTable] = useState(false);
  if (compact) {
    return (
      <figure className={styles.strip}>
        <figcaption className={styles.stripTitle}>
          {title}
          {end}
        </figcaption>
        {children}
      </figure>
    );
  }
  return (
    <figure className={styles.chart} aria-label={title}>
      <figcaption className={styles.head}>
        <h2 className={styles.title} title={title}>
          {title}
        </h2>
        {end}
        <Menu label={`Chart ${title}`} trigger={<IconButton icon="more" label={`More of chart ${title}`} />}>
          <MenuItem icon={asTable ? "chart" : "columns"} onSelect={() => setAsTable(!asTable)}>
            {asTable ? "Show as chart" : "Show as table"}
          </MenuItem>
          <MenuLine />
          <MenuItem icon="download" onSelect={onCsv}>
            Numbers as CSV
          </MenuItem>
          {onPng && (
            <MenuItem icon="download" disabled={asTable} onSelect={onPng}>
              Picture as PNG
            </MenuItem>
          )}
        </Menu>
      </figcaption>
      {asTable ? table() : children}
    </figure>
  );
}
