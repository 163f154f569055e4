import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Dialog, Field, FormError, fieldTexts, Input, Select, toasts } from "@/ui";
import { type ModelType, type Provider, providersKey } from "./queries";

/** A model that the provider does not list, or what one costs and how much it reads. */
export default function ModelDialog({ provider, onClose }: { provider: Provider; onClose: () => void }) {
  const { t } = useTranslation("providers");
  const queries = useQueryClient();
  const [form, setForm] = useState({ model: "", context_size: "", input_price: "", output_price: "" });
  const [type, setType] = useState<ModelType>("llm");
  const [empty, setEmpty] = useState(false);
  const save = useMutation({
    mutationFn: () => {
      const body = {
        model: form.model.trim(),
        model_type: type,
        context_size: numberOf(form.context_size),
        input_price: numberOf(form.input_price),
        output_price: numberOf(form.output_price),
      };
      const params = { path: { provider: provider.provider } };
      return call(api.POST("/console/api/workspaces/current/model-providers/{provider}/models", { params, body }));
    },
    onSuccess: () => {
      onClose();
      toasts.show({ kind: "success", title: t("models.saved", { name: form.model.trim() }) });
      return queries.invalidateQueries({ queryKey: providersKey });
    },
  });
  const fields = fieldTexts(save.error);
  const bind = (key: keyof typeof form) => ({
    value: form[key],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value }),
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("models.add")}
      description={t("models.addWhat")}
      onSubmit={() => (form.model.trim() ? save.mutate() : setEmpty(true))}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={save.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Field label={t("models.name")} error={empty && !form.model.trim() ? t("models.nameMissing") : fields.model}>
        <Input {...bind("model")} autoFocus className="font-mono" maxLength={255} />
      </Field>
      {provider.supported_model_types.length > 1 && (
        <Field label={t("models.type")}>
          <Select value={type} onChange={(event) => setType(event.target.value as ModelType)}>
            {provider.supported_model_types.map((each) => (
              <option key={each} value={each}>
                {t(`types.${each as ModelType}`)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <Field label={t("models.contextSize")} error={fields.context_size}>
        <Input {...bind("context_size")} type="number" min={1} step={1} />
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t("models.inputPrice")} hint={t("models.priceHint")} error={fields.input_price}>
          <Input {...bind("input_price")} type="number" min={0} step="any" />
        </Field>
        <Field label={t("models.outputPrice")} hint={t("models.priceHint")} error={fields.output_price}>
          <Input {...bind("output_price")} type="number" min={0} step="any" />
        </Field>
      </div>
      {Object.keys(fields).length === 0 && <FormError error={save.error} />}
    </Dialog>
  );
}

const numberOf = (text: string) => (text === "" ? null : Number(text));
