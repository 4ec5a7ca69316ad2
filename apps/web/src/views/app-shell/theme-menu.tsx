import { useEffect } from "react";
import { Icon, type IconName } from "../../widgets/icon.tsx";
import { Menu, MenuChoice, MenuHeading } from "../../widgets/menu.tsx";
import { useRemembered } from "../../widgets/use-remembered.ts";

type Theme = "system" | "light" | "dark";

const options: readonly { value: Theme; label: string; icon: IconName }[] = [
  { value: "system", label: "Like the system", icon: "auto" },
  { value: "light", label: "Light", icon: "sun" },
  { value: "dark", label: "Dark", icon: "moon" },
];

/** Chooses the theme. The choice is remembered where theme.js finds it before the first paint of the next visit. */
export function ThemeMenu({ className }: { className: string }) {
  const [theme, remember] = useRemembered<Theme>("theme", (stored) =>
    stored === "light" || stored === "dark" ? stored : "system",
  );
  useEffect(() => {
    if (theme === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  const { icon } = options.find((option) => option.value === theme)!;
  return (
    <Menu
      label="Theme"
      trigger={
        <button type="button" className={className} aria-label="Theme">
          <Icon name={icon} size={18} />
        </button>
      }
    >
      <MenuHeading>Theme</MenuHeading>
      <MenuChoice label="Theme" value={theme} options={options} onValue={remember} />
    </Menu>
  );
}
