import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Field, FormError, fieldTexts, Input, submitting } from "@/ui";
import { isOver, LinkProblem } from "./LinkProblem";

type Props = {
  email: string;
  /** The token that sets the password: asked for once, when the form is sent. */
  proof: () => Promise<string>;
  onDone: () => void;
};

export function NewPasswordForm({ email, proof, onDone }: Props) {
  const { t } = useTranslation("accounts");
  const [form, setForm] = useState({ new_password: "", password_confirm: "" });
  const [token, setToken] = useState<string>();
  const set = useMutation({
    mutationFn: async () => {
      // A password that is not taken uses nothing up: the proof is good for another try.
      const proven = token ?? (await proof());
      setToken(proven);
      await call(api.POST("/console/api/forgot-password/resets", { body: { token: proven, ...form } }));
    },
    onSuccess: onDone,
  });
  const differ = set.isIdle ? false : form.new_password !== form.password_confirm;
  const fields = fieldTexts(set.error);
  if (isOver(set.error)) return <LinkProblem error={set.error} again="/forgot-password" onRetry={set.reset} />;
  const bind = (key: keyof typeof form) => ({
    type: "password",
    autoComplete: "new-password",
    required: true,
    value: form[key],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value }),
  });
  return (
    <form onSubmit={submitting(() => set.mutate())} className="flex flex-col gap-4">
      <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
      <Field label={t("settings.newPassword")} hint={t("account.passwordRule")} error={fields.new_password}>
        <Input {...bind("new_password")} minLength={8} maxLength={128} autoFocus />
      </Field>
      <Field label={t("settings.repeatPassword")} error={differ ? t("settings.passwordsDiffer") : undefined}>
        <Input {...bind("password_confirm")} maxLength={128} />
      </Field>
      {!fields.new_password && !differ && <FormError error={set.error} />}
      <Button type="submit" look="primary" busy={set.isPending}>
        {t("recovery.setPassword")}
      </Button>
    </form>
  );
}
