import { useTranslation } from "react-i18next";
import { Field } from "@/ui";
import { FieldBox } from "../fields/FieldBox";
import { ModelField } from "../fields/ModelField";
import { FoldedPart, Part } from "../fields/Part";
import { Rows } from "../fields/Rows";
import { TemplateEditor } from "../fields/TemplateEditor";
import { VariablePicker } from "../fields/VariablePicker";
import { rowsOf, selectorOf, textOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";
import { SeenFields } from "./SeenFields";

/** Which class a text is of; each is a branch. */
export default function ClassifierForm({ mode, data, change, variables, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  const classes = rowsOf(data.classes);
  return (
    <>
      <Field label={t("forms.classifier.query")}>
        <VariablePicker
          label={t("forms.classifier.query")}
          accepts={["string"]}
          value={selectorOf(data.query_variable_selector)}
          variables={variables}
          readOnly={readOnly}
          onChange={(selector) => change({ query_variable_selector: selector })}
        />
      </Field>
      <Part title={t("forms.classifier.classes")}>
        <Rows
          label={t("forms.classifier.classes")}
          add={t("forms.classifier.add")}
          rows={classes}
          ordered
          stacked
          least={1}
          readOnly={readOnly}
          keyOf={(row) => textOf(row.id)}
          nameOf={(_, at) => t("forms.classifier.one", { number: at + 1 })}
          make={() => ({ id: freeId(classes.map((each) => textOf(each.id))), name: "" })}
          onChange={(next) => change({ classes: next })}
        >
          {(row, set, at) => (
            <>
              <p className="flex h-7 items-center text-xs text-muted">
                {t("forms.classifier.one", { number: at + 1 })}
              </p>
              <TemplateEditor
                label={t("forms.classifier.one", { number: at + 1 })}
                placeholder={t("forms.classifier.placeholder")}
                lines={2}
                value={textOf(row.name)}
                variables={variables}
                readOnly={readOnly}
                onChange={(name) => set({ ...row, name })}
              />
            </>
          )}
        </Rows>
        <p className="text-xs text-muted">{t("forms.classifier.last")}</p>
      </Part>
      <ModelField value={data.model} readOnly={readOnly} onChange={(model) => change({ model })} />
      <FoldedPart title={t("forms.more")}>
        <FieldBox label={t("forms.instruction")}>
          {(ids) => (
            <TemplateEditor
              {...ids}
              lines={3}
              value={textOf(data.instruction) || textOf(data.instructions)}
              variables={variables}
              readOnly={readOnly}
              onChange={(instruction) =>
                change({ instruction, ...("instructions" in data ? { instructions: "" } : {}) })
              }
            />
          )}
        </FieldBox>
        <SeenFields mode={mode} data={data} change={change} variables={variables} readOnly={readOnly} />
      </FoldedPart>
    </>
  );
}

/** Edges are tied to it: one that was deleted is not given again while others are there. */
function freeId(taken: string[]): string {
  const highest = Math.max(0, ...taken.map(Number).filter(Number.isFinite));
  return String(highest + 1);
}
