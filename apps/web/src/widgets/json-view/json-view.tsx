import { LongText } from "../long-text.tsx";
import { exactJson } from "./json-text.ts";
import { JsonTree } from "./json-tree.tsx";
import styles from "./json-view.module.css";
import { useJsonIndex } from "./use-json-index.ts";

interface JsonViewProps {
  /** JSON text, shown as it stands, to the last digit. Text that is not JSON is shown as text. */
  text: string;
  /** What this is, for its accessible name: "Attributes". */
  label: string;
  /** Takes the height of its parent instead of that of its lines. */
  fill?: boolean;
}

/** JSON of any size: foldable, searchable, with paths and values to copy. Only the lines in sight are drawn. */
export function JsonView({ text, label, fill = false }: JsonViewProps) {
  const index = useJsonIndex(text);
  if (index === undefined) {
    return (
      <p className={styles.waiting} role="status">
        Reading {label.toLowerCase()} …
      </p>
    );
  }
  if (index === null) return <LongText text={text} />;
  return <JsonTree key={text.length} index={index} label={label} fill={fill} />;
}

/** A value that we hold, as JSON; see `exactJson` for what JSON cannot say. */
export function JsonValueView({ value, ...rest }: Omit<JsonViewProps, "text"> & { value: unknown }) {
  return <JsonView text={exactJson(value)} {...rest} />;
}
