import { Icon } from "../../widgets/icon.tsx";
import { Menu, MenuChoice, MenuHeading } from "../../widgets/menu.tsx";
import { themes, useTheme } from "./use-theme.ts";

/** Chooses the theme. */
export function ThemeMenu({ className }: { className: string }) {
  const [theme, remember] = useTheme();
  const { icon } = themes.find(({ value }) => value === theme)!;
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
      <MenuChoice label="Theme" value={theme} options={themes} onValue={remember} />
    </Menu>
  );
}
