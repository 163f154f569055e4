import { useTranslation } from "react-i18next";
import { Field, Input } from "@/ui";
import { FieldBox } from "../fields/FieldBox";
import { MemoryFields } from "../fields/MemoryFields";
import { ModelField } from "../fields/ModelField";
import { Part } from "../fields/Part";
import { TemplateEditor } from "../fields/TemplateEditor";
import { ToolList } from "../fields/ToolList";
import { rowOf, selectorOf, textOf } from "../kinds/reading";
import { reference } from "../kinds/templates";
import type { NodeFormProps } from "./props";

const MOST_STEPS = 100;

/** A model that calls tools until it answers. */
export default function AgentForm({ mode, data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const parameters = rowOf(data.agent_parameters);
  const given = (name: string) => rowOf(parameters[name]).value;
  const set = (name: string, value: unknown, type = "constant") =>
    change({ agent_parameters: { ...parameters, [name]: { ...rowOf(parameters[name]), type, value } } });
  // Other programs write a model's name under `model`.
  const model = rowOf(given("model"));
  return (
    <>
      <ModelField
        value={{ ...model, name: textOf(model.name) || textOf(model.model) }}
        readOnly={readOnly}
        onChange={({ model: _, model_parameters: __, ...next }) => set("model", next)}
      />
      {(["instruction", "query"] as const).map((name) => (
        <FieldBox key={name} label={t(`forms.agent.${name}`)}>
          {(ids) => (
            <TemplateEditor
              {...ids}
              lines={name === "query" ? 2 : 5}
              value={asTemplate(given(name))}
              variables={variables}
              readOnly={readOnly}
              onChange={(text) => set(name, text)}
            />
          )}
        </FieldBox>
      ))}
      <Part title={t("forms.agent.tools")}>
        <ToolList value={given("tools")} readOnly={readOnly} onChange={(tools) => set("tools", tools)} />
      </Part>
      <Field label={t("forms.agent.steps")} hint={t("forms.agent.stepsHint")} className="max-w-60">
        <Input
          type="number"
          min={1}
          max={MOST_STEPS}
          disabled={readOnly}
          value={Number(given("maximum_iterations") ?? 10) || ""}
          onChange={(event) => set("maximum_iterations", Number(event.target.value))}
        />
      </Field>
      {mode === "advanced-chat" && (
        <MemoryFields
          value={data.memory}
          variables={variables}
          readOnly={readOnly}
          onChange={(memory) => change({ memory })}
        />
      )}
    </>
  );
}

/** A variable by itself is a text of one. */
function asTemplate(value: unknown): string {
  if (typeof value === "string") return value;
  const selector = selectorOf(value);
  return selector.length > 1 ? reference(selector) : "";
}
