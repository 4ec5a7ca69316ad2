import { useSyncExternalStore } from "react";

/**
 * The theme in force, `dark` or `light`: a canvas does not follow CSS by itself, so what paints one depends on this.
 */
export function useThemeName(): string {
  return useSyncExternalStore(
    listen,
    () => document.documentElement.dataset.theme ?? (darkQuery().matches ? "dark" : "light"),
  );
}

let dark: MediaQueryList | undefined;

/** One for all: it is read in each frame of a scrolled trace, and to make another costs more than to read it. */
function darkQuery(): MediaQueryList {
  dark ??= window.matchMedia("(prefers-color-scheme: dark)");
  return dark;
}

function listen(notify: () => void): () => void {
  const query = darkQuery();
  const attribute = new MutationObserver(notify);
  attribute.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  query.addEventListener("change", notify);
  return () => {
    attribute.disconnect();
    query.removeEventListener("change", notify);
  };
}
