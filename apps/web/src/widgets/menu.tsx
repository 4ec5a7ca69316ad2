import { type ReactNode, use, useState } from "react";
import { ClosedTrigger } from "./closed-trigger.tsx";
import type { IconName } from "./icon.tsx";
import { late } from "./late.tsx";
import styles from "./menu.module.css";
import { MenuParts } from "./menu-context.ts";

export interface MenuProps {
  /** One button. */
  readonly trigger: ReactNode;
  readonly label: string;
  /** Where the caller opens it in other ways, too. */
  readonly open?: boolean;
  readonly onOpen?: (open: boolean) => void;
  readonly children: ReactNode;
}

const loadParts = () => import("./menu-parts.tsx");
const OpenedMenu = late(async () => (await loadParts()).OpenedMenu);

/**
 * A menu that opens from `trigger`. What makes it a menu (11 kB) is loaded when a pointer or the focus comes near the
 * first one, because most visits open none.
 */
export function Menu(props: MenuProps) {
  const [asked, setAsked] = useState<{ byKey: boolean } | undefined>();
  const { trigger, open, onOpen } = props;
  if (asked || open) return <OpenedMenu {...props} byKey={asked?.byKey ?? false} waiting={trigger} />;

  return (
    <ClosedTrigger
      popup="menu"
      load={loadParts}
      onOpen={(byKey) => {
        setAsked({ byKey });
        onOpen?.(true);
      }}
    >
      {trigger}
    </ClosedTrigger>
  );
}

export interface ItemProps {
  readonly icon?: IconName;
  readonly onSelect: () => void;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

export function MenuItem(props: ItemProps) {
  const { Item } = useParts();
  return <Item {...props} />;
}

export interface DownloadProps {
  readonly href: string;
  /** The name of the file. */
  readonly file: string;
  readonly children: ReactNode;
}

/** A link to a file, so that its address can be copied. */
export function MenuDownload(props: DownloadProps) {
  const { Download } = useParts();
  return <Download {...props} />;
}

export interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { value: Value; label: ReactNode }[];
  readonly onValue: (value: Value) => void;
}

/** One choice of several; choosing closes the menu. */
export function MenuChoice<Value extends string>(props: ChoiceProps<Value>) {
  const { Choice } = useParts();
  return <Choice {...props} onValue={(value) => props.onValue(value as Value)} />;
}

export interface CheckProps {
  readonly checked: boolean;
  readonly onChecked: (on: boolean) => void;
  readonly children: ReactNode;
}

/** A switch in a menu; the menu stays open. */
export function MenuCheck(props: CheckProps) {
  const { Check } = useParts();
  return <Check {...props} />;
}

export function MenuHeading({ children }: { children: ReactNode }) {
  const { Heading } = useParts();
  return <Heading className={styles.heading}>{children}</Heading>;
}

export function MenuLine() {
  const { Line } = useParts();
  return <Line className={styles.line} />;
}

function useParts() {
  const parts = use(MenuParts);
  if (!parts) throw new Error("A part of a menu stands outside of one");
  return parts;
}
