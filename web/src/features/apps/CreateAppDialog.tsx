import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button, Dialog, Field, FormError, fieldTexts, Input, Select, Textarea } from "@/ui";
import { type AppMode, MODES } from "./modes";
import { useCreateApp } from "./useCreateApp";

export default function CreateAppDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("apps");
  const [name, setName] = useState("");
  const [mode, setMode] = useState<AppMode>("agent-chat");
  const [description, setDescription] = useState("");
  const [empty, setEmpty] = useState(false);
  const create = useCreateApp();
  const fields = fieldTexts(create.error);
  const submit = () => (name.trim() ? create.mutate({ name: name.trim(), mode, description }) : setEmpty(true));
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("apps.create")}
      onSubmit={submit}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={create.isPending}>
            {t("apps.createAction")}
          </Button>
        </>
      }
    >
      <Field label={t("apps.name")} error={empty ? t("apps.nameMissing") : fields.name}>
        <Input
          autoFocus
          maxLength={40}
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setEmpty(false);
          }}
        />
      </Field>
      <Field label={t("apps.mode")} hint={t(`modeHints.${mode}`)}>
        <Select value={mode} onChange={(event) => setMode(event.target.value as AppMode)}>
          {MODES.map((each) => (
            <option key={each} value={each}>
              {t(`modes.${each}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("apps.description")} error={fields.description}>
        <Textarea maxLength={400} value={description} onChange={(event) => setDescription(event.target.value)} />
      </Field>
      {Object.keys(fields).length === 0 && <FormError error={create.error} />}
    </Dialog>
  );
}
