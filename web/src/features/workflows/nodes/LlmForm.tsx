import { useTranslation } from "react-i18next";
import { Checkbox, Field, Select } from "@/ui";
import { CodeEditor } from "../fields/CodeEditor";
import { FieldBox } from "../fields/FieldBox";
import { MemoryFields } from "../fields/MemoryFields";
import { ModelField } from "../fields/ModelField";
import { FoldedPart, Part } from "../fields/Part";
import { PromptEditor } from "../fields/PromptEditor";
import { VariablePicker } from "../fields/VariablePicker";
import { VisionFields } from "../fields/VisionFields";
import { rowOf, selectorOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

/** One answer of a model. */
export default function LlmForm({ mode, data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const context = rowOf(data.context);
  return (
    <>
      <ModelField value={data.model} readOnly={readOnly} onChange={(model) => change({ model })} />
      <Part title={t("forms.prompt.title")}>
        <PromptEditor
          value={data.prompt_template}
          config={data.prompt_config}
          variables={variables}
          readOnly={readOnly}
          hasContext={context.enabled === true}
          onChange={(prompt_template) => change({ prompt_template })}
          onConfig={(prompt_config) => change({ prompt_config })}
        />
      </Part>
      <Part title={t("forms.llm.context")}>
        <VariablePicker
          label={t("forms.llm.context")}
          optional
          value={context.enabled ? selectorOf(context.variable_selector) : []}
          variables={variables}
          readOnly={readOnly}
          onChange={(selector) =>
            change({ context: { ...context, enabled: selector.length > 0, variable_selector: selector } })
          }
        />
        <p className="text-xs text-muted">{t("forms.llm.contextHint", { name: "{{#context#}}" })}</p>
        <VisionFields
          value={data.vision}
          variables={variables}
          readOnly={readOnly}
          onChange={(vision) => change({ vision })}
        />
        {mode === "advanced-chat" && (
          <MemoryFields
            asks
            value={data.memory}
            variables={variables}
            readOnly={readOnly}
            onChange={(memory) => change({ memory })}
          />
        )}
      </Part>
      <Structured data={data} change={change} readOnly={readOnly} />
    </>
  );
}

const NEW_SCHEMA = JSON.stringify(
  { type: "object", properties: { answer: { type: "string" } }, required: ["answer"] },
  null,
  2,
);

/** Answers as JSON of a schema. */
function Structured({ data, change, readOnly }: Pick<NodeFormProps, "data" | "change" | "readOnly">) {
  const { t } = useTranslation("workflows");
  const on = data.structured_output_enabled === true;
  const output = rowOf(data.structured_output);
  // Once it was typed, it stays as it was typed, whether it is whole or not.
  const text = typeof output.schema === "string" ? output.schema : JSON.stringify(output.schema ?? {}, null, 2);
  return (
    <FoldedPart title={t("forms.llm.output")} open={on}>
      <Checkbox
        label={t("forms.llm.structured")}
        checked={on}
        disabled={readOnly}
        onChange={(event) => {
          const first = output.schema === undefined ? { structured_output: { schema: NEW_SCHEMA } } : {};
          change({ structured_output_enabled: event.target.checked, ...(event.target.checked ? first : {}) });
        }}
      />
      {on && (
        <FieldBox label={t("forms.llm.schema")} error={isObject(text) ? undefined : t("forms.llm.badSchema")}>
          {(ids) => (
            <CodeEditor
              {...ids}
              language="json"
              value={text}
              readOnly={readOnly}
              onChange={(schema) => change({ structured_output: { ...output, schema } })}
            />
          )}
        </FieldBox>
      )}
      <Field label={t("forms.llm.thoughts")}>
        <Select
          disabled={readOnly}
          value={data.reasoning_format === "tagged" ? "tagged" : "separated"}
          onChange={(event) => change({ reasoning_format: event.target.value })}
        >
          <option value="separated">{t("forms.llm.separated")}</option>
          <option value="tagged">{t("forms.llm.tagged")}</option>
        </Select>
      </Field>
    </FoldedPart>
  );
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
  } catch {
    return false;
  }
}
