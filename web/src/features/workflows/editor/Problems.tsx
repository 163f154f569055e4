import clsx from "clsx";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui";
import { byWorst } from "../graph/problems";
import { useEditor, useStore } from "./context";
import { useUi } from "./ui";

/** What keeps the draft from running, or will once a run comes there; each leads to its node. */
export function Problems() {
  const { t } = useTranslation("workflows");
  const store = useStore();
  const ui = useUi();
  const problems = useEditor((each) => each.saving.problems);
  if (!ui.problems || problems.length === 0) return null;
  return (
    <section
      aria-label={t("editor.problems.title")}
      className="max-h-52 overflow-y-auto border-t border-line bg-surface"
    >
      <div className="sticky top-0 flex items-center justify-between bg-surface px-3 py-1">
        <h2 className="text-sm font-semibold">{t("editor.problems.title")}</h2>
        <IconButton
          size="small"
          label={t("close")}
          icon={<X aria-hidden size={14} />}
          onClick={() => ui.showProblems(false)}
        />
      </div>
      <ul className="pb-2">
        {byWorst(problems).map((problem, place) => {
          const there = problem.node !== null && store.node(problem.node) !== undefined;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two may say the same
            <li key={place}>
              <button
                type="button"
                disabled={!there}
                className="flex w-full items-baseline gap-2 px-3 py-1 text-left text-sm hover:bg-hover disabled:cursor-default"
                onClick={() => {
                  ui.go(problem.node!);
                  ui.showPanel(problem.node);
                }}
              >
                <span
                  className={clsx(
                    "shrink-0 text-xs font-medium",
                    problem.severity === "error" ? "text-danger-ink" : "text-warn-ink",
                  )}
                >
                  {t(`editor.problems.${problem.severity}`)}
                </span>
                <span className="wrap-anywhere">
                  {problem.message}
                  {problem.accepted && (
                    <span className="text-muted"> {t("editor.problems.accepted", { what: problem.accepted })}</span>
                  )}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
