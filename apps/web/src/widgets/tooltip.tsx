import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { overlayRoot } from "./overlay-root.ts";
import styles from "./tooltip.module.css";

/** Around the app, once: opens the next tooltip at once when one was open a moment ago. */
export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}

/** Says more about the one focusable element inside it, on hover and on focus. Never the only place of a fact. */
export function Tooltip({ text, shortcut, children }: { text: ReactNode; shortcut?: string; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal container={overlayRoot()}>
        <Radix.Content className={styles.tooltip} sideOffset={5} collisionPadding={8}>
          {text}
          {shortcut && <kbd className={styles.shortcut}>{shortcut}</kbd>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
