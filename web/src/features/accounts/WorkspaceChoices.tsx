import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { errorText, MenuItem, MenuLabel, MenuSeparator, toasts } from "@/ui";
import { goTo, workspacesQuery } from "./workspaces";

const MOST = 10;

/** In the account's menu: the other workspaces, to switch to. */
export default function WorkspaceChoices() {
  const { t } = useTranslation("accounts");
  const found = useQuery(workspacesQuery);
  const others = (found.data?.workspaces ?? []).filter(({ current }) => !current);
  if (others.length === 0) return null;
  const choose = (id: string) => goTo(id).catch((error) => toasts.show({ kind: "error", title: errorText(error) }));
  return (
    <>
      <MenuSeparator />
      <MenuLabel>{t("switchTo")}</MenuLabel>
      {others.slice(0, MOST).map(({ id, name }) => (
        <MenuItem key={id} onSelect={() => void choose(id)}>
          <span className="max-w-48 truncate">{name}</span>
        </MenuItem>
      ))}
    </>
  );
}
