import { Dialog } from "../../widgets/dialog.tsx";
import { modKey } from "../../widgets/use-shortcuts.ts";
import { shortcutGroups } from "./shortcut-groups.ts";
import styles from "./shortcuts-dialog.module.css";

/** `?`: every key that does something, by page. */
export function ShortcutsDialog({ open, onOpen }: { open: boolean; onOpen: (open: boolean) => void }) {
  return (
    <Dialog open={open} onOpen={onOpen} title="Keyboard shortcuts">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className={styles.groups} tabIndex={0} aria-label="All keys">
        {shortcutGroups.map((group) => (
          <section key={group.title}>
            <h3 className={styles.title}>{group.title}</h3>
            <dl className={styles.keys}>
              {group.shortcuts.map(([keys, does]) => (
                <div key={keys} className={styles.line}>
                  <dt>
                    {keys.split(" ").map((key) => (
                      <kbd key={key} className={styles.key}>
                        {key === "mod" ? modKey() : key}
                      </kbd>
                    ))}
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </section>
    </Dialog>
  );
}
