import { useTranslation } from "react-i18next";
import { Field } from "@/ui";
import { FILES, found } from "../fields/types";
import { VariablePicker } from "../fields/VariablePicker";
import { selectorOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

/** The text of one document, or of each in a list. */
export default function DocumentForm({ data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  return (
    <Field
      label={t("forms.document.files")}
      hint={t(data.is_array_file ? "forms.document.many" : "forms.document.one")}
    >
      <VariablePicker
        label={t("forms.document.files")}
        accepts={FILES}
        value={selectorOf(data.variable_selector)}
        variables={variables}
        readOnly={readOnly}
        onChange={(selector) => {
          const isArray = found(variables, selector)?.type.startsWith("array") ?? false;
          change({ variable_selector: selector, is_array_file: isArray });
        }}
      />
    </Field>
  );
}
