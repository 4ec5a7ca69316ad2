import { createContext, useContext } from "react";

/** Which parts of the log were opened. It is kept here because what goes out of sight is taken out of the page. */
export interface OpenedParts {
  readonly has: (part: string) => boolean;
  readonly set: (part: string, isOpen: boolean) => void;
}

export const Opened = createContext<OpenedParts>({ has: () => false, set: () => {} });

export function openedParts(
  opened: ReadonlySet<string>,
  setOpened: (change: (before: ReadonlySet<string>) => ReadonlySet<string>) => void,
): OpenedParts {
  return {
    has: (part) => opened.has(part),
    set: (part, isOpen) =>
      setOpened((before) => {
        const after = new Set(before);
        if (isOpen) after.add(part);
        else after.delete(part);
        return after;
      }),
  };
}

/** Whether one part is open, and how to open it. Its name says where it is in the trace. */
export function useOpened(part: string): [boolean, (isOpen: boolean) => void] {
  const { has, set } = useContext(Opened);
  return [has(part), (isOpen) => set(part, isOpen)];
}
