import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ChevronsUpDown, LogOut, Settings } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslation } from "react-i18next";
import { errorText, Menu, MenuItem, MenuSeparator, toasts } from "@/ui";
import { Avatar } from "./Avatar";
import { signOut } from "./entrance";
import { useMember } from "./queries";

const WorkspaceChoices = lazy(() => import("./WorkspaceChoices"));

/** Who is signed in, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation("accounts");
  const navigate = useNavigate();
  const { profile } = useMember();
  const leave = useMutation({
    mutationFn: signOut,
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
  });
  const trigger = (
    <button
      type="button"
      className="flex min-w-0 flex-1 items-center gap-2 rounded-md px-2 py-1.5 text-left hover:bg-hover"
    >
      <Avatar name={profile.name} url={profile.avatar_url} className="size-6 text-xs" />
      <span className="sr-only">{t("account.menu")}</span>
      <span className="min-w-0 flex-1 truncate">{profile.name}</span>
      <ChevronsUpDown aria-hidden size={14} className="shrink-0 text-muted" />
    </button>
  );
  return (
    <Menu trigger={trigger} align="start">
      <p className="max-w-56 truncate px-2 py-1 text-xs text-muted">{profile.email}</p>
      <MenuItem icon={<Settings aria-hidden size={14} />} onSelect={() => navigate({ to: "/settings" })}>
        {t("nav.pages.settings")}
      </MenuItem>
      <Suspense>
        <WorkspaceChoices />
      </Suspense>
      <MenuSeparator />
      <MenuItem icon={<LogOut aria-hidden size={14} />} onSelect={() => leave.mutate()}>
        {t("signOut")}
      </MenuItem>
    </Menu>
  );
}
