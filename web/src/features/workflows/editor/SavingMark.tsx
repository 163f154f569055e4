import { CircleAlert } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, useErrorText } from "@/ui";
import { useEditor, useStore } from "./context";
import { useUi } from "./ui";

/** Whether what was changed is stored, and if not, why not. */
export function SavingMark() {
  const { t } = useTranslation("workflows");
  const store = useStore();
  const state = useEditor((each) => each.saving.state);
  const error = useEditor((each) => each.saving.error);
  const why = useErrorText(error);
  return (
    <span className="ml-auto flex min-w-0 items-center gap-2 px-1 text-xs text-muted">
      <span role="status" className={state === "failed" ? "text-danger-ink" : undefined}>
        {store.readOnly ? t("editor.readOnly") : t(`editor.saving.${state}`)}
        {state === "failed" && ` ${why}`}
      </span>
      {state === "failed" && (
        <Button size="small" onClick={() => void store.saving.flush().catch(() => {})}>
          {t("retry")}
        </Button>
      )}
    </span>
  );
}

/** How many problems there are; shows them. */
export function ProblemsButton() {
  const { t } = useTranslation("workflows");
  const ui = useUi();
  const problems = useEditor((each) => each.saving.problems);
  const errors = problems.filter(({ severity }) => severity === "error").length;
  if (problems.length === 0) return null;
  return (
    <Button
      size="small"
      aria-expanded={ui.problems}
      icon={<CircleAlert aria-hidden size={14} className={errors ? "text-danger-ink" : "text-warn-ink"} />}
      onClick={() => ui.showProblems(!ui.problems)}
    >
      {t("editor.problems.count", { count: problems.length })}
    </Button>
  );
}
