import type { Attributes, AttributeValue, SpanSourceWithIds } from "@spanloom/conventions";
import { useState } from "react";
import { CopyButton } from "../../widgets/copy-button.tsx";
import { base64Of, exactJson } from "../../widgets/json-view/json-text.ts";
import { JsonValueView, JsonView } from "../../widgets/json-view/json-view.tsx";
import { LongText } from "../../widgets/long-text.tsx";
import { looksLikeJson } from "../messages/text-view.tsx";
import styles from "./attributes-tab.module.css";
import { searchAttributes } from "./search-attributes.ts";
import details from "./span-details.module.css";

/** The attributes exactly as they came: of the span, its scope and its resource. */
export function AttributesTab({ source }: { source: SpanSourceWithIds }) {
  const [words, setWords] = useState("");
  const { scope } = source;
  const own: Attributes = {
    ...(scope.name && { name: scope.name }),
    ...(scope.version && { version: scope.version }),
    ...scope.attributes,
  };
  return (
    <div className={details.panel}>
      <input
        className={styles.search}
        type="text"
        value={words}
        placeholder="Search keys and values"
        aria-label="Search attributes"
        spellCheck={false}
        onChange={(event) => setWords(event.target.value)}
      />
      <AttributeTable title="Span" attributes={source.attributes} words={words} />
      <AttributeTable title="Scope" attributes={own} words={words} />
      <AttributeTable title="Resource" attributes={source.resource} words={words} />
    </div>
  );
}

/** More rows than this are drawn on demand. */
const mostRows = 300;

export function AttributeTable({
  title,
  attributes,
  words = "",
}: {
  title?: string;
  attributes: Attributes;
  words?: string;
}) {
  const [all, setAll] = useState(false);
  const found = searchAttributes(attributes, words);
  if (found.length === 0) return null;
  const shown = all ? found : found.slice(0, mostRows);
  return (
    <section className={details.part}>
      {title && (
        <h3>
          {title} <span className={details.quiet}>{found.length}</span>
        </h3>
      )}
      <table className={styles.attributes}>
        <tbody>
          {shown.map(([key, value]) => (
            <tr key={key}>
              <th scope="row">
                {key}
                <span className={styles.type}>{typeName(value)}</span>
              </th>
              <td>
                <AttributeView name={key} value={value} />
              </td>
              <td className={styles.copies}>
                <CopyButton text={key} label="Copy key" />
                <CopyButton text={() => (typeof value === "string" ? value : exactJson(value))} label="Copy value" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < found.length && (
        <button type="button" className={details.link} onClick={() => setAll(true)}>
          Show all {found.length}
        </button>
      )}
    </section>
  );
}

const longest = 300;

function AttributeView({ name, value }: { name: string; value: AttributeValue }) {
  const [open, setOpen] = useState(false);
  if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
    const text = exactJson(value);
    return text.length <= 80 ? <code>{text}</code> : <JsonValueView value={value} label={name} />;
  }
  if (typeof value !== "string") return <code>{value instanceof Uint8Array ? base64Of(value) : String(value)}</code>;
  if (value.length <= longest && !looksLikeJson(value)) return <span className={styles.value}>{value}</span>;
  if (!open) {
    return (
      <span className={styles.value}>
        {value.slice(0, longest)}
        {value.length > longest && "…"}{" "}
        <button type="button" className={details.link} onClick={() => setOpen(true)}>
          {value.length > longest ? `all ${value.length.toLocaleString("en")} characters` : "as JSON"}
        </button>
      </span>
    );
  }
  return looksLikeJson(value) ? <JsonView text={value} label={name} /> : <LongText text={value} />;
}

function typeName(value: AttributeValue): string {
  if (value === null) return "empty";
  if (Array.isArray(value)) return "list";
  if (value instanceof Uint8Array) return "bytes";
  if (typeof value === "bigint") return "int";
  if (typeof value === "object") return "map";
  return typeof value === "number"
    ? Number.isInteger(value)
      ? "int"
      : "double"
    : typeof value === "boolean"
      ? "bool"
      : "string";
}
