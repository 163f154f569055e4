import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type LinkProps, useNavigate } from "@tanstack/react-router";
import clsx from "clsx";
import { BookOpen, type LucideIcon } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { AppIcon } from "@/features/apps/AppIcon";
import { ALL_APPS, type App, appsQuery } from "@/features/apps/queries";
import { Dialog, ErrorState, Input } from "@/ui";
import { linkTo, offeredIn, offeredTo, SETTINGS_PAGES, useVisitor, WORKSPACE_PAGES } from "./navigation";
import { useSidebarApp } from "./Sidebar";

type Goal = { key: string; name: string; icon: LucideIcon | App; to: LinkProps["to"]; appId?: string };
type GoalGroup = { name: string; goals: Goal[] };
type Props = { what: "all" | "apps"; onClose: () => void };

/** Goes anywhere: to the pages of this app, to other apps, to the workspace's pages and settings. */
export default function Palette({ what, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const { groups, error, again, waits } = useGoals(what, text);
  const goals = groups.flatMap((group) => group.goals);
  const active = goals[Math.min(at, goals.length - 1)];
  const go = (goal: Goal) => {
    onClose();
    if (goal.to === "/docs") return void window.open("/docs", "_blank", "noreferrer");
    void navigate(linkTo(goal, goal.appId));
  };
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && goals.length) setAt((goals.indexOf(active!) + step + goals.length) % goals.length);
    else if (event.key === "Enter" && active && !event.nativeEvent.isComposing) go(active);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog open onClose={onClose} title={t(what === "apps" ? "nav.switch" : "nav.find")}>
      <Input
        autoFocus
        type="search"
        role="combobox"
        aria-label={t(what === "apps" ? "nav.findApp" : "nav.findAny")}
        placeholder={t(what === "apps" ? "nav.findApp" : "nav.findAny")}
        aria-expanded
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={active && `${list}-${active.key}`}
        className="shrink-0"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={pressed}
      />
      <div id={list} role="listbox" aria-label={t("nav.goals")} className="-mx-2 min-h-40 pb-3">
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a group of options
          <div key={group.name} role="group" aria-label={group.name}>
            <p aria-hidden className="px-2 pt-2 pb-1 text-xs font-medium text-muted">
              {group.name}
            </p>
            {group.goals.map((goal) => (
              <Option
                key={goal.key}
                id={`${list}-${goal.key}`}
                goal={goal}
                active={goal === active}
                onPoint={() => setAt(goals.indexOf(goal))}
                onGo={() => go(goal)}
              />
            ))}
          </div>
        ))}
      </div>
      {error ? (
        <ErrorState error={error} onRetry={again} />
      ) : (
        goals.length === 0 && !waits && <p className="pb-4 text-center text-muted">{t("nav.noGoal")}</p>
      )}
    </Dialog>
  );
}

type OptionProps = { id: string; goal: Goal; active: boolean; onPoint: () => void; onGo: () => void };

function Option({ id, goal, active, onPoint, onGo }: OptionProps) {
  const option = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) option.current?.scrollIntoView({ block: "nearest" });
  }, [active]);
  const Icon = goal.icon;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are the field's
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
    <div
      ref={option}
      id={id}
      role="option"
      aria-selected={active}
      className={clsx("flex cursor-pointer items-center gap-2 rounded-md px-2 py-1.5", active && "bg-hover")}
      onPointerMove={onPoint}
      onClick={onGo}
    >
      {"id" in Icon ? <AppIcon app={Icon} /> : <Icon aria-hidden size={16} className="mx-1 shrink-0 text-muted" />}
      <span className="min-w-0 truncate">{goal.name}</span>
    </div>
  );
}

function useGoals(what: Props["what"], text: string) {
  const { t } = useTranslation();
  const visitor = useVisitor();
  const { app } = useSidebarApp();
  const name = useDeferredValue(text.trim());
  const reads = visitor.can("read");
  const wanted = { ...appsQuery({ ...ALL_APPS, name }), placeholderData: keepPreviousData };
  const apps = useInfiniteQuery({ ...wanted, enabled: reads });
  const found = (apps.data?.pages[0]?.data ?? []).slice(0, what === "apps" ? 30 : name ? 8 : 5);
  const fits = (goal: Goal) => goal.name.toLowerCase().includes(name.toLowerCase());
  const page = (prefix: string, appId?: string) => (each: (typeof WORKSPACE_PAGES)[number]) => ({
    key: `${prefix}-${each.label}`,
    name: t(`nav.pages.${each.label}`),
    icon: each.icon,
    to: each.to,
    appId,
  });
  const goals: GoalGroup[] = [
    {
      name: t("nav.pages.apps"),
      goals: found.map((each) => ({
        key: each.id,
        name: each.name,
        icon: each,
        to: "/apps/$appId",
        appId: each.id,
      })),
    },
  ];
  if (what === "all") {
    if (app) {
      const pages = offeredIn(app.mode, visitor).map(({ offered: _, ...each }) => each);
      goals.unshift({ name: app.name, goals: pages.map(page("app", app.id)).filter(fits) });
    }
    const docs: Goal = { key: "docs", name: t("nav.docs"), icon: BookOpen, to: "/docs" };
    const workspace = [...offeredTo(visitor, WORKSPACE_PAGES).map(page("workspace")), docs];
    goals.push({ name: t("nav.workspace"), goals: workspace.filter(fits) });
    const settings = offeredTo(visitor, SETTINGS_PAGES).map(page("settings"));
    goals.push({ name: t("nav.pages.settings"), goals: settings.filter(fits) });
  }
  return {
    groups: goals.filter((group) => group.goals.length > 0),
    error: apps.error,
    again: () => void apps.refetch(),
    waits: (reads && apps.isPending) || name !== text.trim(),
  };
}
