import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button.tsx";
import styles from "./dialog.module.css";
import { Icon } from "./icon.tsx";

interface DialogProps {
  open: boolean;
  onOpen: (open: boolean) => void;
  /** Its accessible name; shown unless `bare`. */
  title: string;
  /** Draws only the frame: for a dialog that starts with an input. */
  bare?: boolean;
  children: ReactNode;
}

/**
 * A modal dialog: focus is held inside, Esc and a click beside it close it, and focus returns to where it was. The shade
 * is our own element, because Radix' Overlay locks scrolling with a style element that our content security policy
 * forbids; the page behind does not scroll anyway.
 */
export function Dialog({ open, onOpen, title, bare = false, children }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpen}>
      <Radix.Portal>
        <div className={styles.shade} />
        <Radix.Content className={styles.dialog} aria-describedby={undefined}>
          <header className={bare ? "unseen" : styles.head}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            {!bare && (
              <Radix.Close asChild>
                <Button look="plain" aria-label="Close">
                  <Icon name="close" />
                </Button>
              </Radix.Close>
            )}
          </header>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
