import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Dialog, Field, FormError, fieldTexts, Input } from "@/ui";
import { useMember } from "../queries";
import type { Sent } from "../recovery/AskForMail";
import { CodeForm } from "../recovery/CodeForm";
import { SentMail } from "../recovery/SentMail";
import { useProfileChange } from "./useProfileChange";

/** A new address and the password, then the code of the mail to that address. */
export function ChangeEmailDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("accounts");
  const { profile } = useMember();
  const [form, setForm] = useState({ email: "", password: "" });
  const [sent, setSent] = useState<Sent>();
  const ask = useMutation({
    mutationFn: () => call(api.POST("/console/api/account/change-email", { body: form })),
    onSuccess: ({ data, mailed }) => setSent({ email: form.email, token: data, mailed }),
  });
  const change = useProfileChange((body: { token: string; code: string }) =>
    call(api.POST("/console/api/account/change-email/validity", { body })),
  );
  const fields = fieldTexts(ask.error);
  const title = t("address.title");
  if (sent) {
    return (
      <Dialog open onClose={onClose} title={title} description={<SentMail {...sent} confirms />}>
        <div className="pb-5">
          <CodeForm
            action={t("address.change")}
            prove={(code) => change.mutateAsync({ token: sent.token, code })}
            onProven={onClose}
            onAgain={() => setSent(undefined)}
          />
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={t("address.why")}
      onSubmit={() => ask.mutate()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" look="primary" busy={ask.isPending}>
            {t("recovery.sendCode")}
          </Button>
        </>
      }
    >
      <Field label={t("address.new")} error={fields.email}>
        <Input
          type="email"
          autoComplete="email"
          required
          autoFocus
          value={form.email}
          onChange={(event) => setForm({ ...form, email: event.target.value })}
        />
      </Field>
      {profile.is_password_set && (
        <Field label={t("settings.currentPassword")} error={fields.password}>
          <Input
            type="password"
            autoComplete="current-password"
            required
            value={form.password}
            onChange={(event) => setForm({ ...form, password: event.target.value })}
          />
        </Field>
      )}
      {Object.keys(fields).length === 0 && <FormError error={ask.error} />}
    </Dialog>
  );
}
