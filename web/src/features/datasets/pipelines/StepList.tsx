import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Checkbox, Field, Input } from "@/ui";
import { metadataQuery } from "../filters/queries";
import type { Step } from "../splitting/queries";
import { SplitChoice } from "../splitting/RuleFields";
import type { DocForm } from "../splitting/rule";
import { ruleOf, stepOf } from "../splitting/step";
import { changed, OPTIONAL, ORDER, toggled } from "./steps";

type Props = { datasetId: string; form: DocForm; steps: Step[]; canChange: boolean; onChange: (steps: Step[]) => void };

/** All steps in their order: what every document goes through, and what can be added. */
export function StepList({ datasetId, form, steps, canChange, onChange }: Props) {
  return (
    <ol className="divide-y divide-line rounded-lg border border-line bg-surface">
      {ORDER.map((type) => {
        const step = steps.find((each) => each.type === type);
        const optional = OPTIONAL.includes(type);
        return (
          <li key={type} className="flex flex-col gap-3 px-4 py-3">
            {optional ? (
              <Checkbox
                label={<StepName type={type} />}
                className="items-start"
                disabled={!canChange}
                checked={step !== undefined}
                onChange={(event) => onChange(toggled(steps, type, event.target.checked))}
              />
            ) : (
              <div className="pl-6">
                <StepName type={type} />
              </div>
            )}
            {step && canChange && (
              <StepOptions
                datasetId={datasetId}
                form={form}
                step={step}
                onChange={(next) => onChange(changed(steps, next))}
              />
            )}
          </li>
        );
      })}
    </ol>
  );
}

function StepName({ type }: { type: (typeof ORDER)[number] }) {
  const { t } = useTranslation("datasets");
  return (
    <span className="text-sm">
      <span className="font-medium">{t(`pipeline.steps.${type}`)}</span>
      <span className="block text-xs text-muted">{t(`pipeline.hints.${type}`)}</span>
    </span>
  );
}

type OptionProps = { datasetId: string; form: DocForm; step: Step; onChange: (step: Step) => void };

function StepOptions({ datasetId, form, step, onChange }: OptionProps) {
  const { t } = useTranslation("datasets");
  if (step.type === "split" && form !== "qa_model") {
    const rule = ruleOf(step, form);
    return (
      <div className="ml-6 flex max-w-md flex-col gap-3">
        <SplitChoice rule={rule} onChange={(patch) => onChange(stepOf({ ...rule, ...patch }, step))} />
      </div>
    );
  }
  if (step.type === "clean")
    return (
      <Checkbox
        className="ml-6"
        label={t("add.removeUrls")}
        checked={step.remove_urls_emails ?? false}
        onChange={(event) => onChange({ ...step, remove_urls_emails: event.target.checked })}
      />
    );
  if (step.type === "questions")
    return (
      <Field label={t("pipeline.number")} className="ml-6 max-w-40">
        <Input
          type="number"
          min={1}
          max={10}
          value={step.number}
          onChange={(event) => onChange({ ...step, number: Number(event.target.value) || 1 })}
        />
      </Field>
    );
  if (step.type === "metadata")
    return (
      <FieldChoice datasetId={datasetId} chosen={step.fields} onChange={(fields) => onChange({ ...step, fields })} />
    );
  return null;
}

type FieldProps = { datasetId: string; chosen: string[]; onChange: (fields: string[]) => void };

function FieldChoice({ datasetId, chosen, onChange }: FieldProps) {
  const { t } = useTranslation("datasets");
  const fields = useQuery(metadataQuery(datasetId)).data?.doc_metadata ?? [];
  if (fields.length === 0) return <p className="ml-6 text-xs text-muted">{t("pipeline.noFields")}</p>;
  return (
    <fieldset className="ml-6 flex flex-wrap gap-x-5 gap-y-2">
      <legend className="mb-1 text-xs text-muted">{t("pipeline.fields")}</legend>
      {fields.map(({ name }) => (
        <Checkbox
          key={name}
          label={name}
          checked={chosen.includes(name)}
          onChange={(event) =>
            onChange(event.target.checked ? [...chosen, name] : chosen.filter((each) => each !== name))
          }
        />
      ))}
    </fieldset>
  );
}
