import { useTranslation } from "react-i18next";
import { FieldBox } from "../fields/FieldBox";
import { TemplateEditor } from "../fields/TemplateEditor";
import { textOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

/** A reply in the conversation. */
export default function AnswerForm({ data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  return (
    <FieldBox label={t("forms.answer.text")} hint={t("forms.answer.hint")}>
      {(ids) => (
        <TemplateEditor
          {...ids}
          lines={6}
          value={textOf(data.answer)}
          variables={variables}
          readOnly={readOnly}
          onChange={(answer) => change({ answer })}
        />
      )}
    </FieldBox>
  );
}
