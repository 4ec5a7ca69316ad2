import { useEffect, useState } from "react";
import { Button } from "./button.tsx";
import styles from "./copy-button.module.css";
import { Icon } from "./icon.tsx";
import { Tooltip } from "./tooltip.tsx";

/** Copies `text` (or what `text()` gives at that moment) and says so for two seconds, on screen and to screen readers. */
export function CopyButton({
  text,
  label,
  withText = false,
}: {
  text: string | (() => string);
  label: string;
  withText?: boolean;
}) {
  const [outcome, setOutcome] = useState<"" | "Copied" | "Copying failed">("");
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(""), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    setOutcome((await writeClipboard(typeof text === "string" ? text : text())) ? "Copied" : "Copying failed");
  }

  return (
    <Tooltip text={outcome || label}>
      <Button
        look={withText ? "framed" : "plain"}
        className={withText ? "" : styles.square}
        aria-label={label}
        onClick={copy}
      >
        <Icon name={outcome === "Copied" ? "check" : "copy"} size={14} />
        {withText && (outcome || "Copy")}
        <span className="unseen" role="status">
          {outcome}
        </span>
      </Button>
    </Tooltip>
  );
}

/** The clipboard API exists only on https and localhost; elsewhere a selected text area still can copy. */
export async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    return copied;
  }
}
