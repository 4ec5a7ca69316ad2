import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { overlayRoot } from "./overlay-root.ts";
import styles from "./popover.module.css";

/** A panel with controls that opens from `trigger`; focus goes in and comes back. */
export function Popover(props: {
  trigger: ReactNode;
  label: string;
  open?: boolean;
  onOpen?: (open: boolean) => void;
  align?: "start" | "end";
  children: ReactNode;
}) {
  return (
    <Radix.Root
      {...(props.open !== undefined && { open: props.open })}
      {...(props.onOpen && { onOpenChange: props.onOpen })}
    >
      <Radix.Trigger asChild>{props.trigger}</Radix.Trigger>
      <Radix.Portal container={overlayRoot()}>
        <Radix.Content
          className={styles.popover}
          aria-label={props.label}
          align={props.align ?? "start"}
          sideOffset={4}
          collisionPadding={8}
        >
          {props.children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
