import { useTranslation } from "react-i18next";
import { Checkbox, Field, Input } from "@/ui";
import { isRow, rowOf, textOf } from "../kinds/reading";
import type { Offered } from "../kinds/upstream";
import { FieldBox } from "./FieldBox";
import { TemplateEditor } from "./TemplateEditor";

type Props = {
  value: unknown;
  onChange: (memory: Record<string, unknown> | null) => void;
  variables: readonly Offered[];
  readOnly?: boolean;
  /** Whether a question is asked after what was said before. */
  asks?: boolean;
};

const DEFAULT = { window: { enabled: false, size: 50 }, query_prompt_template: "{{#sys.query#}}" };

/** What was said in the conversation before. */
export function MemoryFields({ value, onChange, variables, readOnly, asks }: Props) {
  const { t } = useTranslation("workflows");
  const on = isRow(value);
  const memory = rowOf(value);
  const window = rowOf(memory.window);
  return (
    <>
      <Checkbox
        label={t("forms.memory.on")}
        checked={on}
        disabled={readOnly}
        onChange={(event) => onChange(event.target.checked ? DEFAULT : null)}
      />
      {on && (
        <>
          <Field label={t("forms.memory.size")} hint={t("forms.memory.sizeHint")} className="max-w-60">
            <Input
              type="number"
              min={1}
              max={200}
              disabled={readOnly}
              value={window.enabled ? Number(window.size ?? "") || "" : ""}
              placeholder={t("forms.memory.all")}
              onChange={(event) => {
                const size = event.target.value ? Number(event.target.value) : null;
                onChange({ ...memory, window: { ...window, enabled: size !== null, ...(size ? { size } : {}) } });
              }}
            />
          </Field>
          {asks && (
            <FieldBox label={t("forms.memory.query")}>
              {(ids) => (
                <TemplateEditor
                  {...ids}
                  lines={2}
                  value={textOf(memory.query_prompt_template)}
                  variables={variables}
                  readOnly={readOnly}
                  onChange={(text) => onChange({ ...memory, query_prompt_template: text })}
                />
              )}
            </FieldBox>
          )}
        </>
      )}
    </>
  );
}
