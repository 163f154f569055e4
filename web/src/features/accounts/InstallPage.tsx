import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import { Button, Field, FormError, fieldTexts, Input, QueryView, SkeletonRows, submitting } from "@/ui";
import { Entrance } from "@/ui/Entrance";

const initQuery = { queryKey: ["init"], queryFn: () => call(api.GET("/console/api/init")) };

/** First set-up: prove to know INIT_PASSWORD where there is one, then make the first account. */
export function InstallPage() {
  const { t } = useTranslation("accounts");
  const init = useQuery(initQuery);
  const proven = init.data?.status === "finished";
  return (
    <Entrance title={t("install.title")} description={init.data && t(proven ? "install.why" : "install.initWhy")}>
      <QueryView query={init} skeleton={<SkeletonRows rows={3} />}>
        {() => (proven ? <AdminForm /> : <InitForm />)}
      </QueryView>
    </Entrance>
  );
}

function InitForm() {
  const { t } = useTranslation("accounts");
  const queries = useQueryClient();
  const [password, setPassword] = useState("");
  const prove = useMutation({
    mutationFn: () => call(api.POST("/console/api/init", { body: { password } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: initQuery.queryKey }),
  });
  return (
    <form onSubmit={submitting(() => prove.mutate())} className="flex flex-col gap-4">
      <Field label={t("install.initPassword")} hint={t("install.initHint")}>
        <Input type="password" required autoFocus value={password} onChange={(e) => setPassword(e.target.value)} />
      </Field>
      <FormError error={prove.error} />
      <Button type="submit" look="primary" busy={prove.isPending}>
        {t("install.continue")}
      </Button>
    </form>
  );
}

function AdminForm() {
  const { t, i18n } = useTranslation("accounts");
  const router = useRouter();
  const [form, setForm] = useState({ name: "", email: "", password: "" });
  const setUp = useMutation({
    mutationFn: async () => {
      await call(api.POST("/console/api/setup", { body: { ...form, language: i18n.language } }));
      await call(api.POST("/console/api/login", { body: { email: form.email, password: form.password } }));
    },
    onSuccess: () => router.navigate({ to: "/apps" }),
  });
  const fields = fieldTexts(setUp.error);
  const bind = (key: keyof typeof form) => ({
    name: key,
    required: true,
    value: form[key],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value }),
  });
  return (
    <form onSubmit={submitting(() => setUp.mutate())} className="flex flex-col gap-4">
      <Field label={t("account.name")} error={fields.name}>
        <Input {...bind("name")} autoComplete="name" maxLength={30} autoFocus />
      </Field>
      <Field label={t("account.email")} error={fields.email}>
        <Input {...bind("email")} type="email" autoComplete="username" />
      </Field>
      <Field label={t("account.password")} hint={t("account.passwordRule")} error={fields.password}>
        <Input {...bind("password")} type="password" autoComplete="new-password" minLength={8} maxLength={128} />
      </Field>
      {Object.keys(fields).length === 0 && <FormError error={setUp.error} />}
      <Button type="submit" look="primary" busy={setUp.isPending}>
        {t("install.action")}
      </Button>
    </form>
  );
}
