import { useSyncExternalStore } from "react";

/**
 * The theme in force, `dark` or `light`: a canvas does not follow CSS by itself, so what paints one depends on this.
 */
export function useThemeName(): string {
  return useSyncExternalStore(listen, () =>
    document.documentElement.dataset.theme ?? (darkQuery().matches ? "dark" : "light"),
  );
}

function darkQuery(): MediaQueryList {
  return window.matchMedia("(prefers-color-scheme: dark)");
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

/** A CSS colour (`var(--error)`) in the theme as the 32-bit word of a pixel in a canvas' image data. */
export function pixelColour(css: string, theme: string): number {
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!probe) return theme === "dark" ? 0xffffffff : 0xff000000;
  const variable = /^var\((--[\w-]+)\)$/.exec(css)?.[1];
  probe.fillStyle = variable ? getComputedStyle(document.documentElement).getPropertyValue(variable).trim() : css;
  probe.fillRect(0, 0, 1, 1);
  return new Uint32Array(probe.getImageData(0, 0, 1, 1).data.buffer)[0] ?? 0;
}
