import { List, Maximize, Play, Plus, Redo2, Search, StickyNote, Undo2, Workflow, ZoomIn, ZoomOut } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/ui";
import { useActions } from "./actions";
import { useEditor, useStore } from "./context";
import { MoreActions } from "./MoreActions";
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
      <MoreActions />
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
