import { Monitor, Moon, Sun } from "lucide-react";
import { useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "./Button";
import { type Theme, theme } from "./theme";

const ICONS = { system: Monitor, light: Sun, dark: Moon };
const NEXT: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };

export function useTheme(): Theme {
  return useSyncExternalStore(theme.subscribe, theme.get);
}

/** System, light, dark, and around again. */
export function ThemeToggle() {
  const { t } = useTranslation();
  const now = useTheme();
  const Icon = ICONS[now];
  const label = t(`theme.${now}`);
  return <IconButton label={label} icon={<Icon aria-hidden size={16} />} onClick={() => theme.set(NEXT[now])} />;
}
