import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import styles from "./tabs.module.css";

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: ReactNode;
  /** Shown behind the label, such as the number of events. */
  readonly count?: number;
  readonly panel: ReactNode;
}

/** Tabs whose choice the caller keeps (in the URL, as a rule). Only the open panel is mounted. */
export function Tabs<Id extends string>(props: {
  label: string;
  tabs: readonly Tab<Id>[];
  open: Id;
  onOpen: (id: Id) => void;
  /** Behind the tabs, at the right end of their line. */
  end?: ReactNode;
}) {
  return (
    <Radix.Root className={styles.tabs} value={props.open} onValueChange={(id) => props.onOpen(id as Id)}>
      <div className={styles.head}>
        <Radix.List className={styles.list} aria-label={props.label}>
          {props.tabs.map((tab) => (
            <Radix.Trigger key={tab.id} value={tab.id} className={styles.tab}>
              {tab.label}
              {tab.count !== undefined && <span className={styles.count}>{tab.count}</span>}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {props.end}
      </div>
      {props.tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className={styles.panel}>
          {tab.panel}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
