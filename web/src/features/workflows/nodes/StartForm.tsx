import { Pencil, Plus } from "lucide-react";
import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/ui";
import { Part } from "../fields/Part";
import { Rows } from "../fields/Rows";
import { fieldType, newStartVariable } from "../fields/startVariables";
import { type Row, rowsOf, textOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

const StartVariableDialog = lazy(() => import("../fields/StartVariableDialog"));

/** What a run asks for. */
export default function StartForm({ data, change, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const rows = rowsOf(data.variables);
  const [editing, setEditing] = useState<number | "new" | null>(null);
  const open = (which: number | "new") => startTransition(() => setEditing(which));
  const nameOf = (row: Row, at: number) => textOf(row.variable) || String(at + 1);
  const done = (variable: Row) => {
    change({ variables: editing === "new" ? [...rows, variable] : rows.with(editing as number, variable) });
    setEditing(null);
  };
  return (
    <Part
      title={t("forms.start.variables")}
      actions={
        !readOnly && (
          <Button size="small" icon={<Plus aria-hidden size={12} />} onClick={() => open("new")}>
            {t("forms.start.add")}
          </Button>
        )
      }
    >
      <Rows
        label={t("forms.start.variables")}
        rows={rows}
        ordered
        readOnly={readOnly}
        empty={t("forms.start.none")}
        nameOf={nameOf}
        onChange={(variables) => change({ variables })}
      >
        {(row, _, at) => (
          <div className="flex min-h-9 min-w-0 items-center gap-2 rounded-md border border-line px-2.5">
            <span className="min-w-0 flex-1 truncate">
              <span className="font-mono text-sm">{nameOf(row, at)}</span>
              {row.required === true && <span title={t("forms.required")}>*</span>}{" "}
              <span className="text-xs text-muted">{textOf(row.label)}</span>
            </span>
            <span className="shrink-0 text-xs text-muted">{t(`forms.start.types.${fieldType(row)}`)}</span>
            {!readOnly && (
              <IconButton
                size="small"
                label={t("forms.start.edit", { name: nameOf(row, at) })}
                icon={<Pencil aria-hidden size={14} />}
                onClick={() => open(at)}
              />
            )}
          </div>
        )}
      </Rows>
      <Suspense>
        {editing !== null && (
          <StartVariableDialog
            given={editing === "new" ? newStartVariable() : rows[editing]!}
            isNew={editing === "new"}
            others={rows.filter((_, at) => at !== editing).map((row) => textOf(row.variable))}
            onClose={() => setEditing(null)}
            onDone={done}
          />
        )}
      </Suspense>
    </Part>
  );
}
