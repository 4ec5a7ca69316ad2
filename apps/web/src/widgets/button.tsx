import type { ComponentProps } from "react";
import styles from "./button.module.css";
import { Icon, type IconName } from "./icon.tsx";
import { Tooltip } from "./tooltip.tsx";

type ButtonProps = ComponentProps<"button"> & {
  /** `plain` has no frame until hovered; `primary` is the one thing to do here. */
  look?: "framed" | "plain" | "primary";
  /** Drawn as pressed; for a switch also give `aria-pressed`. */
  on?: boolean;
};

export function Button({ look = "framed", on = false, className = "", ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={`${styles.button} ${styles[look]} ${on ? styles.on : ""} ${className}`}
      {...rest}
    />
  );
}

/** A square button with an icon. `label` is its accessible name and its tooltip. */
export function IconButton({
  icon,
  label,
  shortcut,
  ...rest
}: ButtonProps & { icon: IconName; label: string; shortcut?: string }) {
  return (
    <Tooltip text={label} {...(shortcut && { shortcut })}>
      <Button look="plain" aria-label={label} {...rest} className={`${styles.square} ${rest.className ?? ""}`}>
        <Icon name={icon} />
      </Button>
    </Tooltip>
  );
}
