import { useEffect } from "react";
import type { IconName } from "../../widgets/icon.tsx";
import { useRemembered } from "../../widgets/use-remembered.ts";

export type Theme = "system" | "light" | "dark";

export const themes: readonly { readonly value: Theme; readonly label: string; readonly icon: IconName }[] = [
  { value: "system", label: "Like the system", icon: "auto" },
  { value: "light", label: "Light", icon: "sun" },
  { value: "dark", label: "Dark", icon: "moon" },
];

/** The chosen theme, remembered where first.js finds it before the first paint of the next visit. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, remember] = useRemembered<Theme>("theme", (stored) =>
    stored === "light" || stored === "dark" ? stored : "system",
  );
  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  return [theme, remember];
}
