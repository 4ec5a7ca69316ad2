import { useEffect, useRef } from "react";
import { NavLink, useLocation } from "react-router";
import styles from "./page-tabs.module.css";

export interface PageTab {
  readonly to: string;
  readonly label: string;
  /** Called when the pointer comes near or the tab is focused, so that what it leads to can be fetched ahead. */
  readonly onIntent?: () => void;
}

/** The tabs of a page whose tabs are pages of their own: links, so that each can be opened beside this one. */
export function PageTabs({ label, tabs }: { label: string; tabs: readonly PageTab[] }) {
  const nav = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  // Where they do not all fit, the one that is open, which the address names, is among those in view.
  useEffect(() => {
    nav.current?.querySelector("[aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [pathname]);
  return (
    <nav ref={nav} className={styles.tabs} aria-label={label}>
      {tabs.map((tab) => (
        <NavLink
          key={tab.to}
          to={tab.to}
          className={styles.tab ?? ""}
          onPointerEnter={tab.onIntent}
          onFocus={tab.onIntent}
        >
          {tab.label}
        </NavLink>
      ))}
    </nav>
  );
}
