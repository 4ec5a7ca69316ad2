import { type FocusEvent, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { Button } from "./button.tsx";
import styles from "./clamp.module.css";

interface ClampProps {
  /** What is higher shows its beginning until it is opened. */
  readonly mostPx: number;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly children: ReactNode;
}

/** Shows the beginning of what is high, with a way to all of it. What the keyboard comes to is never out of sight. */
export function Clamp({ mostPx, isOpen, onOpen, children }: ClampProps) {
  const content = useRef<HTMLDivElement>(null);
  const [isHigh, setHigh] = useState(false);
  useLayoutEffect(() => {
    const box = content.current!;
    const measure = () => setHigh(box.scrollHeight > mostPx + tolerancePx);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [mostPx]);
  const isCut = isHigh && !isOpen;

  function onFocus({ target, currentTarget }: FocusEvent<HTMLDivElement>) {
    if (isCut && target.getBoundingClientRect().bottom > currentTarget.getBoundingClientRect().bottom) onOpen(true);
  }

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: focus passes through, nothing is pressed here */}
      <div
        className={styles.box}
        data-cut={isCut || undefined}
        style={isCut ? { maxHeight: mostPx } : {}}
        onFocus={onFocus}
      >
        <div ref={content}>{children}</div>
      </div>
      {isHigh && (
        <Button className={styles.more} aria-expanded={isOpen} onClick={() => onOpen(!isOpen)}>
          {isOpen ? "Show less" : "Show more"}
        </Button>
      )}
    </>
  );
}

/** A last line is rather shown than cut off. */
const tolerancePx = 60;
