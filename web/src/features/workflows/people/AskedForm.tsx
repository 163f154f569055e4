import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { QueryView, SkeletonRows, useErrorText } from "@/ui";
import { FormFill } from "./FormFill";
import { answerForm, type FormDetail, formQuery, formsKey, uploadOwn } from "./queries";

type Props = { id: string; onAnswered?: () => void };

/** A form that a run waits for, to be answered where the run is shown; afterwards, what became of it. */
export function AskedForm({ id, onAnswered }: Props) {
  const found = useQuery(formQuery(id));
  return (
    <QueryView query={found} skeleton={<SkeletonRows rows={2} />}>
      {(form) => <AskedFormView form={form} onAnswered={onAnswered} />}
    </QueryView>
  );
}

export function AskedFormView({ form, onAnswered }: { form: FormDetail; onAnswered?: () => void }) {
  const queries = useQueryClient();
  const [refusal, setRefusal] = useState<unknown>(null);
  const why = useErrorText(refusal);
  if (form.state !== "waiting") return <Outcome form={form} />;
  return (
    <>
      {why && (
        <p role="alert" className="text-sm text-danger-ink">
          {why}
        </p>
      )}
      <FormFill
        form={form.form}
        answer={(answer) => answerForm(form.id, answer)}
        upload={uploadOwn}
        onOver={(error) => {
          setRefusal(error);
          void queries.invalidateQueries({ queryKey: formsKey });
          if (!error) onAnswered?.();
        }}
      />
    </>
  );
}

/** Which button was pressed by whom, and what was filled in. */
function Outcome({ form }: { form: FormDetail }) {
  const { t } = useTranslation("workflows");
  const who = form.answered_by ?? t("people.someone");
  const title =
    form.state === "submitted"
      ? t("people.answered", { action: form.action ?? "", who })
      : t(`people.states.${form.state}`);
  return (
    <div className="flex flex-col gap-2 text-sm">
      <p className="font-medium wrap-anywhere">{title}</p>
      {form.state === "submitted" && form.form.inputs.length > 0 && (
        <dl className="flex flex-col gap-1.5">
          {form.form.inputs.map((field) => (
            <div key={field.output_variable_name}>
              <dt className="text-xs text-muted">{field.label}</dt>
              <dd className="whitespace-pre-wrap wrap-anywhere">{shown(form.answer?.[field.output_variable_name])}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function shown(value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  if (Array.isArray(value)) return value.map(shown).join(", ") || "–";
  if (typeof value === "object") return String((value as { filename?: unknown }).filename ?? JSON.stringify(value));
  return String(value);
}
