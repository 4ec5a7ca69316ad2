// biome-ignore-all lint/a11y/useSemanticElements: it is the head of an ARIA grid
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus

import { Button } from "../button.tsx";
import { SelectAll, type SelectAllProps } from "./select-all.tsx";
import styles from "./table.module.css";

interface CardHeadProps extends SelectAllProps {
  readonly isSelecting: boolean;
  readonly onSelecting: (isSelecting: boolean) => void;
}

/** Above cards: leads to the boxes that rows of a wide screen always have. Fingers have no `x` and no Shift key. */
export function CardHead({ isSelecting, onSelecting, ...all }: CardHeadProps) {
  return (
    <div role="row" aria-rowindex={1} className={styles.cardHeadRow}>
      <div role="columnheader" className={styles.cardHead}>
        {isSelecting && (
          <span className={styles.cardAll}>
            <SelectAll {...all} />
            <span aria-hidden="true">All that are loaded</span>
          </span>
        )}
        <Button look="plain" onClick={() => onSelecting(!isSelecting)}>
          {isSelecting ? "Done" : "Select"}
        </Button>
      </div>
    </div>
  );
}
