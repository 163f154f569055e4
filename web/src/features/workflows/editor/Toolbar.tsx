import {
  Copy,
  Download,
  Ellipsis,
  FileUp,
  Group,
  Keyboard,
  List,
  Maximize,
  MessagesSquare,
  Play,
  Plus,
  Redo2,
  Search,
  SlidersHorizontal,
  Sparkles,
  SquareDashed,
  StickyNote,
  Trash2,
  Undo2,
  Variable,
  Workflow,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { Button, errorText, IconButton, Menu, MenuItem, MenuSeparator, toasts } from "@/ui";
import { useActions } from "./actions";
import { useEditor, useStore } from "./context";
import { exportDraft } from "./importing";
import { ProblemsButton, SavingMark } from "./SavingMark";
import { useUi } from "./ui";

export function Toolbar() {
  const { t } = useTranslation("workflows");
  const store = useStore();
  const ui = useUi();
  const actions = useActions();
  const canUndo = useEditor((each) => each.canUndo);
  const canRedo = useEditor((each) => each.canRedo);
  return (
    <div
      role="toolbar"
      aria-label={t("editor.tools")}
      className="flex min-h-11 flex-wrap items-center gap-1 border-b border-line bg-surface px-2 py-1"
    >
      <ViewSwitch />
      {!store.readOnly && (
        <>
          <Button size="small" icon={<Plus aria-hidden size={14} />} aria-keyshortcuts="A" onClick={actions.add}>
            {t("editor.addShort")}
          </Button>
          <IconButton
            size="small"
            label={t("editor.addNote")}
            icon={<StickyNote aria-hidden size={15} />}
            onClick={actions.note}
          />
          <IconButton
            size="small"
            label={t("editor.undo")}
            aria-keyshortcuts="Control+Z"
            icon={<Undo2 aria-hidden size={15} />}
            disabled={!canUndo}
            onClick={actions.undo}
          />
          <IconButton
            size="small"
            label={t("editor.redo")}
            aria-keyshortcuts="Control+Shift+Z"
            icon={<Redo2 aria-hidden size={15} />}
            disabled={!canRedo}
            onClick={actions.redo}
          />
        </>
      )}
      <IconButton
        size="small"
        label={t("editor.find.title")}
        aria-keyshortcuts="/"
        icon={<Search aria-hidden size={15} />}
        onClick={() => ui.open({ what: "find" })}
      />
      {ui.view === "canvas" && <Zoom />}
      <More />
      <SavingMark />
      <ProblemsButton />
      {!store.readOnly && (
        <Button
          size="small"
          aria-expanded={ui.trying}
          icon={<Play aria-hidden size={14} />}
          onClick={() => ui.setTrying(!ui.trying)}
        >
          {t("editor.try")}
        </Button>
      )}
    </div>
  );
}

function ViewSwitch() {
  const { t } = useTranslation("workflows");
  const ui = useUi();
  const views = { canvas: Workflow, outline: List };
  return (
    <div className="mr-1 flex rounded-md border border-line">
      {(["canvas", "outline"] as const).map((view) => {
        const Icon = views[view];
        return (
          <button
            key={view}
            type="button"
            aria-pressed={ui.view === view}
            aria-label={t(`editor.${view}`)}
            title={t(`editor.${view}`)}
            className="rounded-md p-1.5 text-muted hover:bg-hover aria-pressed:bg-line aria-pressed:text-ink"
            onClick={() => ui.setView(view)}
          >
            <Icon aria-hidden size={15} />
          </button>
        );
      })}
    </div>
  );
}

function Zoom() {
  const { t } = useTranslation("workflows");
  const ui = useUi();
  const tools = [
    ["zoomOut", ZoomOut, () => ui.zoom("out")],
    ["zoomIn", ZoomIn, () => ui.zoom("in")],
    ["fit", Maximize, ui.fit],
  ] as const;
  return tools.map(([name, Icon, act]) => (
    <IconButton
      key={name}
      size="small"
      label={t(`editor.${name}`)}
      icon={<Icon aria-hidden size={15} />}
      className="max-sm:hidden"
      onClick={act}
    />
  ));
}

function More() {
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
