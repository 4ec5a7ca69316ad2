import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";
import styles from "./menu.module.css";
import { overlayRoot } from "./overlay-root.ts";

/**
 * A menu that opens from `trigger` (one button). Not modal: Radix' modal menus lock scrolling with a style element,
 * which our content security policy forbids.
 */
export function Menu(props: {
  trigger: ReactNode;
  label: string;
  /** Where the caller opens it in other ways, too. */
  open?: boolean;
  onOpen?: (open: boolean) => void;
  children: ReactNode;
}) {
  const { trigger, label, open, onOpen, children } = props;
  return (
    <DropdownMenu.Root modal={false} {...(open !== undefined && { open })} {...(onOpen && { onOpenChange: onOpen })}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={overlayRoot()}>
        <DropdownMenu.Content
          className={styles.menu}
          aria-label={label}
          sideOffset={4}
          collisionPadding={8}
          align="start"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({
  icon,
  onSelect,
  disabled,
  children,
}: {
  icon?: IconName;
  onSelect: () => void;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Item className={styles.item} onSelect={onSelect} {...(disabled && { disabled })}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </DropdownMenu.Item>
  );
}

/** One choice of several; choosing closes the menu. */
export function MenuChoice<Value extends string>(props: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: ReactNode }[];
  onValue: (value: Value) => void;
}) {
  return (
    <DropdownMenu.RadioGroup
      value={props.value}
      onValueChange={(value) => props.onValue(value as Value)}
      aria-label={props.label}
    >
      {props.options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className={styles.item}>
          <span className={styles.mark}>
            <DropdownMenu.ItemIndicator>
              <Icon name="check" size={14} />
            </DropdownMenu.ItemIndicator>
          </span>
          {option.label}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

/** A switch in a menu; the menu stays open. */
export function MenuCheck({
  checked,
  onChecked,
  children,
}: {
  checked: boolean;
  onChecked: (on: boolean) => void;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.CheckboxItem
      className={styles.item}
      checked={checked}
      onCheckedChange={onChecked}
      onSelect={(event) => event.preventDefault()}
    >
      <span className={styles.mark}>
        <DropdownMenu.ItemIndicator>
          <Icon name="check" size={14} />
        </DropdownMenu.ItemIndicator>
      </span>
      {children}
    </DropdownMenu.CheckboxItem>
  );
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className={styles.heading}>{children}</DropdownMenu.Label>;
}

export function MenuLine() {
  return <DropdownMenu.Separator className={styles.line} />;
}
