import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, Field, FormError, fieldTexts, Input, Select } from "@/ui";
import {
  createField,
  type FieldType,
  type Field as MetadataField,
  renameField,
  TYPES,
  useMetadataChange,
} from "./queries";

type Props = {
  datasetId: string;
  /** Absent: a new one. */
  field: MetadataField | undefined;
  onClose: () => void;
};

/** The name of a field, and of a new one its type: values are of that type for good. */
export function FieldDialog({ datasetId, field, onClose }: Props) {
  const { t } = useTranslation("datasets");
  const [name, setName] = useState(field?.name ?? "");
  const [type, setType] = useState<FieldType>("string");
  const given = name.trim();
  const save = useMetadataChange(
    datasetId,
    () => (field ? renameField(datasetId, field.id, given) : createField(datasetId, given, type)),
    onClose,
  );
  const errors = fieldTexts(save.error);
  return (
    <Dialog
      open
      onClose={onClose}
      title={field ? t("metadata.renameTitle", { name: field.name }) : t("metadata.add")}
      description={field ? t("metadata.renameWhat") : undefined}
      onSubmit={() => given && !save.isPending && save.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" disabled={given === ""} busy={save.isPending}>
            {t(field ? "save" : "metadata.addAction")}
          </Button>
        </>
      }
    >
      <Field label={t("name")} hint={field ? undefined : t("metadata.nameHint")} error={errors.name}>
        <Input autoFocus maxLength={255} value={name} onChange={(event) => setName(event.target.value)} />
      </Field>
      {!field && (
        <Field label={t("metadata.type")} hint={t("metadata.typeHint")} error={errors.type}>
          <Select value={type} onChange={(event) => setType(event.target.value as FieldType)}>
            {TYPES.map((each) => (
              <option key={each} value={each}>
                {t(`metadata.types.${each}`)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {Object.keys(errors).length === 0 && <FormError error={save.error} />}
    </Dialog>
  );
}
