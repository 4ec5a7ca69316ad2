import { useMemo } from "react";
import { Button } from "../../widgets/button.tsx";
import { Clamp } from "../../widgets/clamp.tsx";
import type { TextMode } from "../messages/text-view.tsx";
import { Part } from "../span-details/input-output-tab.tsx";
import { mostPx } from "./most-px.ts";
import { useOpened } from "./opened.ts";
import { isRepeated, type Told } from "./repeats.ts";
import styles from "./trace-log.module.css";

interface LogValueProps {
  readonly title: string;
  readonly value: unknown;
  readonly told: readonly Told[];
  /** Unique in the log. */
  readonly name: string;
  readonly mode: TextMode;
}

/** A value under its name, or a line that says that it stands above. */
export function LogValue({ title, value, told, name, mode }: LogValueProps) {
  const isOld = useMemo(() => isRepeated(value, told), [value, told]);
  const [isShown, setShown] = useOpened(`${name} again`);
  const [isOpen, setOpen] = useOpened(name);
  return (
    <>
      {isOld && (
        <Button look="plain" className={styles.earlier} aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? "Hide" : "…"} {title.toLowerCase()} as above
        </Button>
      )}
      {(!isOld || isShown) && (
        <Clamp mostPx={mostPx} isOpen={isOpen} onOpen={setOpen}>
          <Part title={title} value={value} mode={mode} />
        </Clamp>
      )}
    </>
  );
}
