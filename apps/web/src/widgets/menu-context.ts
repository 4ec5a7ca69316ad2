import { type ComponentType, createContext, type ReactNode } from "react";
import type { CheckProps, ChoiceProps, DownloadProps, ItemProps } from "./menu.tsx";

export interface Parts {
  readonly Item: ComponentType<ItemProps>;
  readonly Download: ComponentType<DownloadProps>;
  readonly Choice: ComponentType<ChoiceProps<string>>;
  readonly Check: ComponentType<CheckProps>;
  readonly Heading: ComponentType<{ className?: string; children: ReactNode }>;
  readonly Line: ComponentType<{ className?: string }>;
}

/** What an opened menu draws its items with. */
export const MenuParts = createContext<Parts | undefined>(undefined);
