import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Field, FormError, fieldTexts, Input, Section, submitting } from "@/ui";
import { useMember } from "../queries";
import { ChangeEmailDialog } from "./ChangeEmailDialog";
import { PictureField } from "./PictureField";
import { useProfileChange } from "./useProfileChange";

export function ProfileSection() {
  const { t } = useTranslation("accounts");
  const { profile } = useMember();
  const [name, setName] = useState(profile.name);
  const save = useProfileChange((next: string) =>
    call(api.POST("/console/api/account/name", { body: { name: next } })),
  );
  const [changing, setChanging] = useState(false);
  const fields = fieldTexts(save.error);
  return (
    <Section title={t("settings.account")}>
      <form onSubmit={submitting(() => save.mutate(name))} className="flex flex-col gap-4">
        <PictureField />
        <Field label={t("account.email")}>
          <div className="flex gap-2">
            <Input value={profile.email} readOnly disabled />
            <Button onClick={() => setChanging(true)}>{t("address.open")}</Button>
          </div>
        </Field>
        <Field label={t("account.name")} hint={t("settings.nameRule")} error={fields.name}>
          <Input value={name} maxLength={30} autoComplete="name" onChange={(event) => setName(event.target.value)} />
        </Field>
        {!fields.name && <FormError error={save.error} />}
        <Button type="submit" look="primary" className="self-start" busy={save.isPending}>
          {t("save")}
        </Button>
      </form>
      {changing && <ChangeEmailDialog onClose={() => setChanging(false)} />}
    </Section>
  );
}
