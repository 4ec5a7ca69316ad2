import { type ReactNode, useState } from "react";
import { ClosedTrigger } from "./closed-trigger.tsx";
import { late } from "./late.tsx";

export interface PopoverProps {
  readonly trigger: ReactNode;
  readonly label: string;
  readonly open?: boolean;
  readonly onOpen?: (open: boolean) => void;
  readonly align?: "start" | "end";
  readonly children: ReactNode;
}

const load = () => import("./opened-popover.tsx");
const OpenedPopover = late(async () => (await load()).OpenedPopover);

/**
 * A panel with controls that opens from `trigger` (one button); focus goes in and comes back. Its code is loaded when the
 * first one is about to be opened.
 */
export function Popover(props: PopoverProps) {
  const [isAsked, setAsked] = useState(false);
  const { trigger, open, onOpen } = props;
  if (isAsked || open) return <OpenedPopover {...props} waiting={trigger} />;
  return (
    <ClosedTrigger
      popup="dialog"
      load={load}
      onOpen={() => {
        setAsked(true);
        onOpen?.(true);
      }}
    >
      {trigger}
    </ClosedTrigger>
  );
}
