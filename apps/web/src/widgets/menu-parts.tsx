import { DropdownMenu } from "radix-ui";
import { useEffect, useRef } from "react";
import { Icon } from "./icon.tsx";
import styles from "./menu.module.css";
import type { CheckProps, ChoiceProps, DownloadProps, ItemProps, MenuProps } from "./menu.tsx";
import { MenuParts, type Parts } from "./menu-context.ts";
import { overlayRoot } from "./overlay-root.ts";

interface OpenedMenuProps extends MenuProps {
  /** It was asked for by a key, so that its first item gets the focus. */
  readonly byKey: boolean;
}

/**
 * A menu from its first opening on. Not modal: Radix' modal menus lock scrolling with a style element, which our content
 * security policy forbids.
 */
export function OpenedMenu({ trigger, label, open, onOpen, byKey, children }: OpenedMenuProps) {
  const content = useRef<HTMLDivElement>(null);
  // Radix knows of keys only once it is there, which is after the one that opened it.
  useEffect(() => {
    if (byKey) content.current?.querySelector<HTMLElement>("[role^=menuitem]")?.focus();
  }, [byKey]);
  return (
    <DropdownMenu.Root
      modal={false}
      defaultOpen
      {...(open !== undefined && { open })}
      {...(onOpen && { onOpenChange: onOpen })}
    >
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={overlayRoot()}>
        <DropdownMenu.Content
          ref={content}
          className={styles.menu}
          aria-label={label}
          sideOffset={4}
          collisionPadding={8}
          align="start"
        >
          <MenuParts value={parts}>{children}</MenuParts>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ icon, onSelect, disabled, children }: ItemProps) {
  return (
    <DropdownMenu.Item className={styles.item} onSelect={onSelect} {...(disabled && { disabled })}>
      {icon && <Icon name={icon} size={14} />}
      {children}
    </DropdownMenu.Item>
  );
}

function Download({ href, file, children }: DownloadProps) {
  return (
    <DropdownMenu.Item className={styles.item} asChild>
      <a href={href} download={file}>
        <Icon name="download" size={14} />
        {children}
      </a>
    </DropdownMenu.Item>
  );
}

function Choice({ label, value, options, onValue }: ChoiceProps<string>) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={onValue} aria-label={label}>
      {options.map((option) => (
        <DropdownMenu.RadioItem key={option.value} value={option.value} className={styles.item}>
          <Mark />
          {option.label}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}

function Check({ checked, onChecked, children }: CheckProps) {
  return (
    <DropdownMenu.CheckboxItem
      className={styles.item}
      checked={checked}
      onCheckedChange={onChecked}
      onSelect={(event) => event.preventDefault()}
    >
      <Mark />
      {children}
    </DropdownMenu.CheckboxItem>
  );
}

function Mark() {
  return (
    <span className={styles.mark}>
      <DropdownMenu.ItemIndicator>
        <Icon name="check" size={14} />
      </DropdownMenu.ItemIndicator>
    </span>
  );
}

const parts: Parts = { Item, Download, Choice, Check, Heading: DropdownMenu.Label, Line: DropdownMenu.Separator };
