import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Checkbox, Field, FormError, fieldTexts, Input, Section, submitting } from "@/ui";
import { useMember } from "../queries";
import { useProfileChange } from "./useProfileChange";

const EMPTY = { password: "", new_password: "", repeat_new_password: "" };

export function PasswordSection() {
  const { t } = useTranslation("accounts");
  const { profile } = useMember();
  const [form, setForm] = useState(EMPTY);
  const [tokens, setTokens] = useState(false);
  const [differ, setDiffer] = useState(false);
  const save = useProfileChange((passwords: typeof EMPTY) =>
    call(api.POST("/console/api/account/password", { body: { ...passwords, delete_tokens: tokens } })),
  );
  const fields = fieldTexts(save.error);
  const submit = () => {
    const same = form.new_password === form.repeat_new_password;
    setDiffer(!same);
    if (same) save.mutate(form, { onSuccess: () => setForm(EMPTY) });
  };
  const bind = (key: keyof typeof form) => ({
    type: "password",
    required: true,
    value: form[key],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value }),
  });
  return (
    <Section title={t("account.password")} description={t("settings.passwordWhy")}>
      <form onSubmit={submitting(submit)} className="flex flex-col gap-4">
        <input type="hidden" name="username" autoComplete="username" value={profile.email} readOnly />
        {profile.is_password_set && (
          <Field label={t("settings.currentPassword")} error={fields.password}>
            <Input {...bind("password")} autoComplete="current-password" />
          </Field>
        )}
        <Field label={t("settings.newPassword")} hint={t("account.passwordRule")} error={fields.new_password}>
          <Input {...bind("new_password")} autoComplete="new-password" />
        </Field>
        <Field label={t("settings.repeatPassword")} error={differ ? t("settings.passwordsDiffer") : undefined}>
          <Input {...bind("repeat_new_password")} autoComplete="new-password" />
        </Field>
        <Checkbox
          label={t("settings.deleteTokens")}
          checked={tokens}
          onChange={(event) => setTokens(event.target.checked)}
        />
        {Object.keys(fields).length === 0 && <FormError error={save.error} />}
        <Button type="submit" look="primary" className="self-start" busy={save.isPending}>
          {t("settings.changePassword")}
        </Button>
      </form>
    </Section>
  );
}
