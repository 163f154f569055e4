import { Plus, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/ui";
import { ConditionRows } from "../fields/ConditionRows";
import { Part } from "../fields/Part";
import { casesOf } from "../kinds/ifElse";
import { type Row, textOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

/** The first case that is true is where the run goes on. */
export default function IfElseForm({ data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const cases = casesOf(data);
  // From the first change on it is written as cases; the flat form stood for one.
  const set = (next: Row[]) => change({ cases: next, conditions: undefined, logical_operator: undefined });
  return (
    <>
      {cases.map((each, at) => (
        <Part
          key={textOf(each.case_id) || at}
          title={at === 0 ? "IF" : "ELSE IF"}
          actions={
            !readOnly &&
            cases.length > 1 && (
              <IconButton
                size="small"
                label={t("forms.ifElse.remove", { number: at + 1 })}
                icon={<X aria-hidden size={14} />}
                onClick={() => set(cases.toSpliced(at, 1))}
              />
            )
          }
        >
          <ConditionRows
            label={t("forms.ifElse.conditions", { number: at + 1 })}
            conditions={each.conditions}
            logicalOperator={each.logical_operator}
            variables={variables}
            readOnly={readOnly}
            onChange={(patch) => set(cases.with(at, { ...each, ...patch }))}
          />
        </Part>
      ))}
      {!readOnly && (
        <Button
          size="small"
          className="self-start"
          icon={<Plus aria-hidden size={12} />}
          onClick={() => set([...cases, newCase(cases)])}
        >
          {t("forms.ifElse.add")}
        </Button>
      )}
      <p className="text-xs text-muted">{t("forms.ifElse.else")}</p>
    </>
  );
}

/** Edges are tied to a case's id: `false` is the other way out. */
function newCase(cases: Row[]): Row {
  const taken = new Set([...cases.map((each) => textOf(each.case_id)), "false"]);
  let number = cases.length + 1;
  while (taken.has(`case_${number}`)) number++;
  const id = taken.has("true") || cases.length > 0 ? `case_${number}` : "true";
  return { case_id: id, logical_operator: "and", conditions: [] };
}
