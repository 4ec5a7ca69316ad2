import { Popover as Radix } from "radix-ui";
import { overlayRoot } from "./overlay-root.ts";
import styles from "./popover.module.css";
import type { PopoverProps } from "./popover.tsx";

/** A popover from its first opening on. */
export function OpenedPopover({ trigger, label, open, onOpen, align = "start", children }: PopoverProps) {
  return (
    <Radix.Root defaultOpen {...(open !== undefined && { open })} {...(onOpen && { onOpenChange: onOpen })}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={overlayRoot()}>
        <Radix.Content className={styles.popover} aria-label={label} align={align} sideOffset={4} collisionPadding={8}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
