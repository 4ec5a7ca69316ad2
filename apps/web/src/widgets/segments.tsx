import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import styles from "./segments.module.css";

interface SegmentsProps<Id extends string> {
  /** What is chosen by it, for screen readers. */
  readonly label: string;
  readonly segments: readonly { readonly id: Id; readonly label: ReactNode }[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
}

/** One of a few, as buttons side by side of which one is pressed. */
export function Segments<Id extends string>({ label, segments, chosen, onChoose }: SegmentsProps<Id>) {
  return (
    <fieldset className={styles.segments}>
      <legend className="unseen">{label}</legend>
      {segments.map((segment) => (
        <Button
          key={segment.id}
          on={segment.id === chosen}
          aria-pressed={segment.id === chosen}
          onClick={() => onChoose(segment.id)}
        >
          {segment.label}
        </Button>
      ))}
    </fieldset>
  );
}
