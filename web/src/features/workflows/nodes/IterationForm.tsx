import { useTranslation } from "react-i18next";
import { Checkbox, Field, Input, Select } from "@/ui";
import { ARRAYS } from "../fields/types";
import { VariablePicker } from "../fields/VariablePicker";
import { selectorOf, textOf } from "../kinds/reading";
import type { NodeFormProps } from "./props";

const MODES = ["terminated", "continue-on-error", "remove-abnormal-output"] as const;
const MOST_PARALLEL = 100;

/** The nodes inside, for each item of an array. */
export default function IterationForm({ data, change, variables, inside, readOnly }: NodeFormProps) {
  const { t } = useTranslation("workflows");
  return (
    <>
      <Field label={t("forms.iteration.items")}>
        <VariablePicker
          label={t("forms.iteration.items")}
          accepts={ARRAYS}
          value={selectorOf(data.iterator_selector)}
          variables={variables}
          readOnly={readOnly}
          onChange={(selector) => change({ iterator_selector: selector })}
        />
      </Field>
      <Field label={t("forms.iteration.result")} hint={t("forms.iteration.resultHint")}>
        <VariablePicker
          label={t("forms.iteration.result")}
          value={selectorOf(data.output_selector)}
          variables={inside}
          readOnly={readOnly}
          onChange={(selector) => change({ output_selector: selector })}
        />
      </Field>
      <Checkbox
        label={t("forms.iteration.parallel")}
        checked={data.is_parallel === true}
        disabled={readOnly}
        onChange={(event) => change({ is_parallel: event.target.checked })}
      />
      {data.is_parallel === true && (
        <Field label={t("forms.iteration.most")} className="max-w-40">
          <Input
            type="number"
            min={1}
            max={MOST_PARALLEL}
            disabled={readOnly}
            value={Number(data.parallel_nums ?? 10) || ""}
            onChange={(event) => change({ parallel_nums: Number(event.target.value) })}
          />
        </Field>
      )}
      <Field label={t("forms.iteration.onError")}>
        <Select
          disabled={readOnly}
          value={textOf(data.error_handle_mode) || "terminated"}
          onChange={(event) => change({ error_handle_mode: event.target.value })}
        >
          {MODES.map((mode) => (
            <option key={mode} value={mode}>
              {t(`forms.iteration.modes.${mode}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Checkbox
        label={t("forms.iteration.flatten")}
        checked={data.flatten_output !== false}
        disabled={readOnly}
        onChange={(event) => change({ flatten_output: event.target.checked })}
      />
    </>
  );
}
