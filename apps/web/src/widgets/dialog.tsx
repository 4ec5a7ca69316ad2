import type { ReactNode } from "react";
import { late } from "./late.tsx";

export interface DialogProps {
  open: boolean;
  onOpen: (open: boolean) => void;
  /** Its accessible name; shown unless `bare`. */
  title: string;
  /** Draws only the frame: for a dialog that starts with an input. */
  bare?: boolean;
  children: ReactNode;
}

/** Loads the code of dialogs before the first one opens. */
export const loadDialogs = () => import("./opened-dialog.tsx");

const OpenedDialog = late(async () => (await loadDialogs()).OpenedDialog);

/**
 * A modal dialog: focus is held inside, Esc and a click beside it close it, and focus returns to where it was. Its code
 * comes with the first one that is opened.
 */
export function Dialog(props: DialogProps) {
  return props.open ? <OpenedDialog {...props} /> : null;
}
