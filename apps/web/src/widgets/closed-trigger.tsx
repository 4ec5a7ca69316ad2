import { Slot } from "radix-ui";
import type { KeyboardEvent, MouseEvent, ReactNode } from "react";

interface ClosedTriggerProps {
  /** What it opens. */
  readonly popup: "menu" | "dialog";
  /** Called when a pointer or the focus comes near; a failure is said when it is opened. */
  readonly load: () => Promise<unknown>;
  readonly onOpen: (byKey: boolean) => void;
  /** One button. */
  readonly children: ReactNode;
}

/** A button that opens what is not loaded yet, and says so to screen readers as the loaded one will. */
export function ClosedTrigger({ popup, load, onOpen, children }: ClosedTriggerProps) {
  const preload = () => void load().catch(() => undefined);
  return (
    <Slot.Root
      aria-haspopup={popup}
      aria-expanded={false}
      data-state="closed"
      onPointerEnter={preload}
      onFocus={preload}
      // A click that no pointer made is a key's, or a screen reader's.
      onClick={(event: MouseEvent) => !event.defaultPrevented && onOpen(event.detail === 0)}
      onKeyDown={(event: KeyboardEvent) => {
        if (popup !== "menu" || event.key !== "ArrowDown") return;
        event.preventDefault();
        onOpen(true);
      }}
    >
      {children}
    </Slot.Root>
  );
}
