import type { ReactNode } from "react";
import { Link } from "react-router";
import { Icon } from "../icon.tsx";
import { ownTags } from "../reserved-tags.ts";
import styles from "./cells.module.css";

/** Characters of a text that a cell holds, and that its tooltip does; a sender may have put a book there. */
export const mostInCell = 300;
export const mostInTitle = 600;
const mostTags = 12;

/** One line of text, its white space folded. */
export function TextCell({ text, faint = false }: { text: string; faint?: boolean }) {
  if (!text) return <Nothing />;
  return (
    <span className={faint ? `${styles.text} ${styles.faint}` : styles.text} title={text.slice(0, mostInTitle)}>
      {text.slice(0, mostInCell).replace(/\s+/g, " ")}
    </span>
  );
}

/** What a row is called, as a link for the browser's own ways to open one; the row itself has the focus and the click. */
export function NameCell({ to, name }: { to: string; name: string }) {
  return (
    <Link to={to} tabIndex={-1} className={styles.name ?? ""} title={name.slice(0, mostInTitle)}>
      {name.slice(0, mostInCell)}
    </Link>
  );
}

/** The same on a card, which is opened as a whole. */
export function CardName({ name }: { name: string }) {
  return <span className={styles.name}>{name.slice(0, mostInCell)}</span>;
}

/** A line of a card under its name. */
export function CardLine({ children }: { children: ReactNode }) {
  return <span className={styles.cardLine}>{children}</span>;
}

/** Text in such a line, which takes the room that the others leave. */
export function CardText({ text }: { text: string }) {
  return <span className={styles.cardText}>{text.slice(0, mostInCell)}</span>;
}

interface BarCellProps {
  readonly text: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly title?: string;
  /** No other row is better. */
  readonly best?: boolean;
}

/** A number as text, and behind it a bar of that share of the cell. */
export function BarCell({ text, share, title, best = false }: BarCellProps) {
  return (
    <span className={styles.measure} data-best={best || undefined} title={title}>
      <span className={styles.barText}>
        {best && <BestMark />}
        {text}
      </span>
      <span className={styles.track}>
        <span className={styles.bar} style={{ width: `${Math.min(100, Math.max(1.5, share * 100))}%` }} />
      </span>
    </span>
  );
}

/** Stands before the best value of a column. */
export function BestMark() {
  return (
    <span className={styles.best}>
      <Icon name="star" size={10} />
      <span className="unseen">best: </span>
    </span>
  );
}

/** Tags as chips, without those that are kept for MLflow or for this app. */
export function TagsCell({ tags }: { tags: Readonly<Record<string, string>> }) {
  const entries = Object.entries(ownTags(tags)).slice(0, mostTags);
  if (entries.length === 0) return <Nothing />;
  const text = entries.map(([key, value]) => `${key}: ${value}`).join("\n");
  return (
    <span className={styles.tags} title={text.slice(0, mostInTitle)}>
      {entries.map(([key, value]) => (
        <span key={key} className={styles.tag}>
          {`${key}: ${value}`.slice(0, mostInCell)}
        </span>
      ))}
    </span>
  );
}

/** What is unknown is a faint dash, never a 0. */
export function Nothing() {
  return (
    <span className={styles.nothing} aria-hidden="true">
      –
    </span>
  );
}
