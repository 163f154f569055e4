import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Checkbox, Select } from "@/ui";
import { isRow, type Row, rowOf, rowsOf, textOf } from "../kinds/reading";
import type { Offered } from "../kinds/upstream";
import { CodeEditor } from "./CodeEditor";
import { NamedVariables } from "./NamedVariables";
import { Rows } from "./Rows";
import { TemplateEditor } from "./TemplateEditor";

type Props = {
  value: unknown;
  onChange: (prompts: unknown) => void;
  /** {jinja2_variables}: the names of Jinja prompts. */
  config: unknown;
  onConfig: (config: Row) => void;
  variables: readonly Offered[];
  readOnly?: boolean;
  /** Whether `{{#context#}}` stands for something. */
  hasContext: boolean;
};

const ROLES = ["system", "user", "assistant"] as const;

/** What a model is told: messages in their order. */
export function PromptEditor({ value, onChange, config, onConfig, variables, readOnly, hasContext }: Props) {
  const { t } = useTranslation("workflows");
  const special = useMemo(
    () => (hasContext ? [{ name: "context", text: t("forms.prompt.context") }] : []),
    [hasContext, t],
  );
  const names = rowsOf(rowOf(config).jinja2_variables);
  // A completion prompt is one object, and stays one.
  const single = isRow(value);
  const rows = single ? [value] : rowsOf(value);
  const isJinja = (row: Row) => row.edition_type === "jinja2";
  return (
    <>
      <Rows
        label={t("forms.prompt.messages")}
        add={t("forms.prompt.add")}
        rows={rows}
        ordered
        stacked
        least={1}
        readOnly={readOnly}
        nameOf={(_, at) => t("forms.prompt.one", { number: at + 1 })}
        make={single ? undefined : () => ({ role: rows.at(-1)?.role === "user" ? "assistant" : "user", text: "" })}
        onChange={(next) => onChange(single ? next[0] : next)}
      >
        {(row, set, at) => (
          <div className="flex min-w-0 flex-col gap-1">
            <div className="flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1 pr-22">
              {!single && (
                <Select
                  aria-label={t("forms.prompt.role", { number: at + 1 })}
                  className="h-7! w-auto! text-xs!"
                  disabled={readOnly}
                  value={textOf(row.role) || "user"}
                  onChange={(event) => set({ ...row, role: event.target.value })}
                >
                  {ROLES.map((role) => (
                    <option key={role} value={role}>
                      {t(`forms.prompt.roles.${role}`)}
                    </option>
                  ))}
                </Select>
              )}
              <Checkbox
                className="text-xs!"
                label="Jinja"
                checked={isJinja(row)}
                disabled={readOnly}
                onChange={(event) => set(withJinja(row, event.target.checked))}
              />
              <Checkbox
                className="text-xs!"
                label={t("forms.prompt.skill")}
                checked={row.skill === true}
                disabled={readOnly}
                onChange={(event) => set({ ...row, skill: event.target.checked })}
              />
            </div>
            {isJinja(row) ? (
              <CodeEditor
                key="jinja"
                label={t("forms.prompt.one", { number: at + 1 })}
                language="jinja"
                lines={4}
                names={names.map((each) => textOf(each.variable))}
                value={textOf(row.jinja2_text) || textOf(row.text)}
                readOnly={readOnly}
                onChange={(text) => set({ ...row, jinja2_text: text, text })}
              />
            ) : (
              <TemplateEditor
                key="template"
                label={t("forms.prompt.one", { number: at + 1 })}
                lines={4}
                value={textOf(row.text)}
                variables={variables}
                special={special}
                readOnly={readOnly}
                onChange={(text) => set({ ...row, text })}
              />
            )}
          </div>
        )}
      </Rows>
      {rows.some(isJinja) && (
        <NamedVariables
          label={t("forms.prompt.names")}
          add={t("forms.prompt.addName")}
          value={names}
          variables={variables}
          readOnly={readOnly}
          onChange={(next) => onConfig({ ...rowOf(config), jinja2_variables: next })}
        />
      )}
    </>
  );
}

/** The text goes with it. */
function withJinja(row: Row, on: boolean): Row {
  const text = textOf(row.edition_type === "jinja2" ? row.jinja2_text || row.text : row.text);
  return on ? { ...row, edition_type: "jinja2", jinja2_text: text } : { ...row, edition_type: "basic", text };
}
