import type { ComponentProps } from "react";
import { EditableText } from "../../widgets/editable/editable-text.tsx";
import styles from "./name-crumb.module.css";

/** What a page is about as the last crumb of its header, renamed in place. */
export function NameCrumb({ name, ...edit }: Omit<ComponentProps<typeof EditableText>, "value"> & { name: string }) {
  return (
    <h1 className={styles.name}>
      <EditableText value={name} {...edit} />
    </h1>
  );
}
