import {
  Copy,
  Download,
  Ellipsis,
  FileUp,
  Group,
  Keyboard,
  MessagesSquare,
  SlidersHorizontal,
  Sparkles,
  SquareDashed,
  Trash2,
  Variable,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { errorText, IconButton, Menu, MenuItem, MenuSeparator, toasts } from "@/ui";
import { useActions } from "./actions";
import { useEditor, useStore } from "./context";
import { exportDraft } from "./importing";
import { useUi } from "./ui";

export function MoreActions() {
  const { t } = useTranslation("workflows");
  const app = useApp();
  const store = useStore();
  const ui = useUi();
  const actions = useActions();
  const none = useEditor((each) => each.view.selected.size === 0);
  const stored = () =>
    store.saving
      .flush()
      .then(() => exportDraft(app))
      .catch((error) => toasts.show({ kind: "error", title: errorText(error) }));
  const icon = (Icon: typeof Copy) => <Icon aria-hidden size={14} />;
  return (
    <Menu
      align="start"
      trigger={<IconButton size="small" label={t("editor.more")} icon={<Ellipsis aria-hidden size={15} />} />}
    >
      {!store.readOnly && (
        <MenuItem icon={icon(Sparkles)} shortcut="T" onSelect={() => void actions.tidy()}>
          {t("editor.tidy")}
        </MenuItem>
      )}
      <MenuItem icon={icon(SquareDashed)} shortcut="Ctrl A" onSelect={actions.all}>
        {t("editor.selectAll")}
      </MenuItem>
      <MenuItem icon={icon(Copy)} shortcut="Ctrl C" disabled={none} onSelect={() => void actions.copy()}>
        {t("editor.copyYaml")}
      </MenuItem>
      {!store.readOnly && (
        <>
          <MenuItem icon={icon(Copy)} shortcut="Ctrl D" disabled={none} onSelect={actions.duplicate}>
            {t("editor.duplicate")}
          </MenuItem>
          <MenuItem icon={icon(Group)} shortcut="G" disabled={none} onSelect={actions.group}>
            {t("editor.makeGroup")}
          </MenuItem>
          <MenuItem icon={icon(Trash2)} shortcut="Del" danger disabled={none} onSelect={actions.remove}>
            {t("editor.delete")}
          </MenuItem>
        </>
      )}
      <MenuSeparator />
      <MenuItem icon={icon(Variable)} onSelect={() => ui.open({ what: "environment" })}>
        {t("editor.environment")}
      </MenuItem>
      {app.mode === "advanced-chat" && (
        <MenuItem icon={icon(MessagesSquare)} onSelect={() => ui.open({ what: "conversation" })}>
          {t("editor.conversation")}
        </MenuItem>
      )}
      <MenuItem icon={icon(SlidersHorizontal)} onSelect={() => ui.open({ what: "features" })}>
        {t("editor.features")}
      </MenuItem>
      {!store.readOnly && (
        <>
          <MenuSeparator />
          <MenuItem icon={icon(Download)} onSelect={() => void stored()}>
            {t("import.export")}
          </MenuItem>
          <MenuItem icon={icon(FileUp)} onSelect={() => ui.open({ what: "import" })}>
            {t("import.title")}
          </MenuItem>
        </>
      )}
      <MenuSeparator />
      <MenuItem icon={icon(Keyboard)} shortcut="?" onSelect={() => ui.open({ what: "keys" })}>
        {t("editor.keys.title")}
      </MenuItem>
    </Menu>
  );
}
