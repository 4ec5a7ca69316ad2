import { useEffect, useMemo, useState } from "react";
import { useRowWindow } from "../use-row-window.ts";
import styles from "./code.module.css";
import type { Token } from "./highlight.ts";

interface CodeTextProps {
  readonly text: string;
  /** As the highlighter calls it; undefined for plain text. */
  readonly language: string | undefined;
  readonly label: string;
  /** Takes the height of its lines instead of that of its parent; for short texts. */
  readonly fits?: boolean;
}

const linePx = 18;
/** A longer text is not coloured: that would hold the page up. */
const colouredChars = 300_000;
/** So much of a line is drawn; a line of minified code has no end. */
const drawnChars = 5_000;

/** Text with numbered lines, coloured by its language. Only the lines in sight are drawn. */
export function CodeText({ text, language, label, fits = false }: CodeTextProps) {
  const plain = useMemo(() => text.replace(/\r\n?/g, "\n").split("\n"), [text]);
  const coloured = useColours(text, language);
  const rows = useRowWindow(plain.length, linePx);
  const longest = useMemo(
    () => plain.reduce((most, line) => Math.max(most, Math.min(line.length, drawnChars)), 0),
    [plain],
  );
  const first = fits ? 0 : rows.first;
  const last = fits ? plain.length : rows.last;
  const digits = String(plain.length).length;
  return (
    <section
      ref={rows.scroller}
      className={styles.scroller}
      style={fits ? { height: plain.length * linePx + 12 } : undefined}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      aria-label={label}
    >
      <div style={{ height: fits ? undefined : rows.spacerPx + 12 }}>
        <div ref={rows.content} className={styles.lines} style={{ "--width": `${longest + digits + 4}ch` }}>
          {Array.from({ length: Math.max(0, last - first) }, (_, index) => {
            const at = first + index;
            return (
              <div key={at} className={styles.line} style={{ top: fits ? at * linePx : rows.topPx(at) }}>
                <span className={styles.number} style={{ width: `${digits + 1}ch` }} aria-hidden="true">
                  {at + 1}
                </span>
                <code className={styles.text}>
                  {coloured?.[at] ? <Tokens tokens={coloured[at]} /> : cut(plain[at]!)}
                </code>
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}

function Tokens({ tokens }: { tokens: readonly Token[] }) {
  let drawn = 0;
  const shown = tokens.filter(({ text }) => {
    drawn += text.length;
    return drawn - text.length < drawnChars;
  });
  return shown.map(({ text, kind }, at) =>
    kind ? (
      <span key={`${at} ${kind}`} data-kind={kind}>
        {cut(text)}
      </span>
    ) : (
      cut(text)
    ),
  );
}

function cut(line: string): string {
  return line.length > drawnChars ? `${line.slice(0, drawnChars)} … ${line.length - drawnChars} more characters` : line;
}

/** The coloured lines once the highlighter is there; its code is loaded for the first text that has a language. */
function useColours(text: string, language: string | undefined): readonly (readonly Token[])[] | undefined {
  const [made, setMade] = useState<{ text: string; lines: readonly (readonly Token[])[] }>();
  useEffect(() => {
    if (!language || text.length > colouredChars) return;
    let wanted = true;
    import("./highlight.ts").then(
      ({ highlightLines }) =>
        wanted && setMade({ text, lines: highlightLines(text.replace(/\r\n?/g, "\n"), language) }),
      // Without its colours the text is still the text.
      () => {},
    );
    return () => {
      wanted = false;
    };
  }, [text, language]);
  return made?.text === text ? made.lines : undefined;
}
