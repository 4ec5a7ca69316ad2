import { Segments } from "../segments.tsx";
import { rowHeights, useRowHeight } from "./row-height.ts";
import styles from "./row-height-choice.module.css";

/** Rows close together, or with room between them: beside what else a reader chooses about a table. */
export function RowHeightChoice() {
  const [height, setHeight] = useRowHeight();
  return (
    <div className={styles.choice}>
      Rows
      <Segments
        label="Height of rows"
        segments={rowHeights.map(({ value, label }) => ({ id: value, label }))}
        chosen={height}
        onChoose={setHeight}
      />
    </div>
  );
}
