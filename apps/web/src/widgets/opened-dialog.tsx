import { Dialog as Radix } from "radix-ui";
import { Button } from "./button.tsx";
import styles from "./dialog.module.css";
import type { DialogProps } from "./dialog.tsx";
import { Icon } from "./icon.tsx";

/**
 * The shade is our own element, because Radix' Overlay locks scrolling with a style element that our content security
 * policy forbids; the page behind does not scroll anyway.
 */
export function OpenedDialog({ onOpen, title, bare = false, children }: DialogProps) {
  return (
    <Radix.Root open onOpenChange={onOpen}>
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
