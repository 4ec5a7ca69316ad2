import { Link, NavLink, useLocation } from "react-router";
import { Icon, type IconName } from "../../widgets/icon.tsx";
import { Tooltip } from "../../widgets/tooltip.tsx";
import { modKey } from "../../widgets/use-shortcuts.ts";
import styles from "./rail.module.css";
import { ThemeMenu } from "./theme-menu.tsx";

interface Place {
  readonly to: string;
  readonly label: string;
  readonly icon: IconName;
  readonly shortcut: string;
  /** Addresses of what is found there, where they do not begin with its own. */
  readonly also?: readonly string[];
}

const places: readonly Place[] = [
  { to: "/", label: "Home", icon: "home", shortcut: "g h" },
  {
    to: "/experiments",
    label: "Experiments",
    icon: "experiments",
    shortcut: "g e",
    also: ["/runs", "/compare/runs", "/logged-models", "/sessions", "/evaluations", "/review"],
  },
  { to: "/traces", label: "Traces", icon: "traces", shortcut: "g t" },
  { to: "/datasets", label: "Datasets", icon: "dataset", shortcut: "g d" },
  { to: "/prompts", label: "Prompts", icon: "prompts", shortcut: "g p" },
  { to: "/models", label: "Models", icon: "models", shortcut: "g m" },
  { to: "/sources", label: "Sources", icon: "sources", shortcut: "g s" },
];

/** Where one can go, at the left edge; on a phone at the bottom. */
export function Rail({ onPalette, onShortcuts }: { onPalette: () => void; onShortcuts: () => void }) {
  const { pathname } = useLocation();
  return (
    <nav className={styles.rail} aria-label="Main">
      <NavLink to="/" className={styles.logo ?? ""} aria-label="Spanloom, home">
        <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
          <path d="M6 9.5h20" className={styles.threadOne} />
          <path d="M10.5 16h12.5" className={styles.threadTwo} />
          <path d="M14 22.5h6.5" className={styles.threadThree} />
        </svg>
      </NavLink>
      {places.map((place) => (
        <Tooltip key={place.to} text={place.label} shortcut={place.shortcut}>
          <Link to={place.to} className={styles.place ?? ""} aria-current={isAt(place, pathname) ? "page" : undefined}>
            <Icon name={place.icon} size={20} />
            <span className={styles.label}>{place.label}</span>
          </Link>
        </Tooltip>
      ))}
      <span className={styles.space} />
      <Tooltip text="Go to…" shortcut={`${modKey()} K`}>
        <button
          type="button"
          className={styles.tool}
          onClick={onPalette}
          aria-label="Go to a page, an experiment, a run or a trace"
        >
          <Icon name="search" size={18} />
        </button>
      </Tooltip>
      <Tooltip text="Keyboard shortcuts" shortcut="?">
        <button
          type="button"
          className={`${styles.tool} ${styles.wide}`}
          onClick={onShortcuts}
          aria-label="Keyboard shortcuts"
        >
          <Icon name="keyboard" size={18} />
        </button>
      </Tooltip>
      <ThemeMenu className={`${styles.tool} ${styles.wide}`} />
      <Tooltip text="Settings">
        <NavLink to="/settings" className={styles.tool ?? ""} aria-label="Settings">
          <Icon name="settings" size={18} />
        </NavLink>
      </Tooltip>
    </nav>
  );
}

/** Whether an address is the place's own, or of something that is found there. */
function isAt({ to, also = [] }: Place, pathname: string): boolean {
  return pathname === to || (to !== "/" && [to, ...also].some((start) => `${pathname}/`.startsWith(`${start}/`)));
}
