import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call, type Schemas } from "@/api";
import { OidcButtons } from "@/features/oidc/OidcButtons";
import { Button, Field, FormError, fieldTexts, Input, SettledInput, submitting } from "@/ui";

type Props = {
  token: string;
  welcome: Schemas["ActivationData"];
  /** The address of whoever is signed in in this browser. */
  signedIn: string | undefined;
};

/** Nobody has an account with this address yet: name and password make one, or a provider does; it is signed in then. */
export function NewAccount({ token, welcome, signedIn }: Props) {
  const { t, i18n } = useTranslation(["workspaces", "accounts"]);
  const [form, setForm] = useState({ name: "", password: "" });
  const accept = useMutation({
    mutationFn: () => {
      const { timeZone: timezone = "UTC" } = Intl.DateTimeFormat().resolvedOptions();
      const body = { token, ...form, interface_language: i18n.language, timezone };
      return call(api.POST("/console/api/activate", { body }));
    },
    // What was shown to whoever was signed in before is forgotten.
    onSuccess: () => location.assign("/"),
  });
  const fields = fieldTexts(accept.error);
  const bind = (key: keyof typeof form) => ({
    name: key,
    required: true,
    value: form[key],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value }),
  });
  return (
    <form onSubmit={submitting(() => accept.mutate())} className="flex flex-col gap-4">
      {signedIn && <p>{t("accept.switches", { signedIn, email: welcome.email })}</p>}
      <Field label={t("accounts:account.email")}>
        <SettledInput type="email" autoComplete="username" value={welcome.email} />
      </Field>
      <Field label={t("accounts:account.name")} error={fields.name}>
        <Input {...bind("name")} autoComplete="name" maxLength={30} autoFocus />
      </Field>
      <Field label={t("accounts:account.password")} hint={t("accounts:account.passwordRule")} error={fields.password}>
        <Input {...bind("password")} type="password" autoComplete="new-password" minLength={8} maxLength={128} />
      </Field>
      {Object.keys(fields).length === 0 && <FormError error={accept.error} />}
      <Button type="submit" look="primary" busy={accept.isPending}>
        {t("accept.create")}
      </Button>
      <OidcButtons invitation={token} />
    </form>
  );
}
