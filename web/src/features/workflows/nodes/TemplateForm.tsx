import { useTranslation } from "react-i18next";
import { CodeEditor } from "../fields/CodeEditor";
import { FieldBox } from "../fields/FieldBox";
import { NamedVariables } from "../fields/NamedVariables";
import { Part } from "../fields/Part";
import { rowsOf, textOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

/** A text by a Jinja template. */
export default function TemplateForm({ data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  return (
    <>
      <Part title={t("forms.code.inputs")}>
        <NamedVariables
          label={t("forms.code.inputs")}
          add={t("forms.code.addInput")}
          value={data.variables}
          variables={variables}
          readOnly={readOnly}
          onChange={(next) => change({ variables: next })}
        />
      </Part>
      <FieldBox label={t("forms.jinja.template")} hint={t("forms.jinja.hint", { example: "{{ name }}" })}>
        {(ids) => (
          <CodeEditor
            {...ids}
            language="jinja"
            names={rowsOf(data.variables).map((each) => textOf(each.variable))}
            value={textOf(data.template)}
            readOnly={readOnly}
            onChange={(template) => change({ template })}
          />
        )}
      </FieldBox>
    </>
  );
}
