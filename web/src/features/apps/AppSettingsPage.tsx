import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call } from "@/api";
import {
  Button,
  CopyButton,
  Field,
  FormError,
  fieldTexts,
  Input,
  Page,
  Section,
  submitting,
  Textarea,
  toasts,
} from "@/ui";
import DeleteAppDialog from "./DeleteAppDialog";
import { appQuery, useApp } from "./queries";

export function AppSettingsPage() {
  const { t } = useTranslation("apps");
  const app = useApp();
  return (
    <Page title={t("nav.pages.settings")} narrow>
      <Details key={app.id} />
      <Section title={t("appSettings.id")} description={t("appSettings.idWhy")}>
        <div className="flex items-center gap-2">
          <code className="min-w-0 truncate font-mono text-xs">{app.id}</code>
          <CopyButton text={app.id} />
        </div>
      </Section>
      <Danger />
    </Page>
  );
}

function Details() {
  const { t } = useTranslation("apps");
  const queries = useQueryClient();
  const app = useApp();
  const [form, setForm] = useState({
    name: app.name,
    description: app.description,
    icon: app.icon_type === "emoji" ? (app.icon ?? "") : "",
    most: String(app.max_active_requests || ""),
  });
  const save = useMutation({
    mutationFn: () => {
      const { most, ...details } = form;
      const body = { ...details, icon_type: "emoji" as const, max_active_requests: Number(most) };
      return call(api.PUT("/console/api/apps/{app_id}", { params: { path: { app_id: app.id } }, body }));
    },
    onSuccess: (changed) => {
      queries.setQueryData(appQuery(app.id).queryKey, changed);
      void queries.invalidateQueries({ queryKey: ["apps"] });
      toasts.show({ kind: "success", title: t("saved") });
    },
  });
  const fields = fieldTexts(save.error);
  const bind = (key: keyof typeof form) => ({
    value: form[key],
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value }),
  });
  return (
    <Section title={t("appSettings.details")}>
      <form onSubmit={submitting(() => save.mutate())} className="flex flex-col gap-4">
        <div className="flex gap-3">
          <Field label={t("appSettings.icon")} error={fields.icon} className="w-20">
            <Input {...bind("icon")} className="text-center" maxLength={8} placeholder="📚" />
          </Field>
          <Field label={t("apps.name")} error={fields.name} className="flex-1">
            <Input {...bind("name")} maxLength={40} />
          </Field>
        </div>
        <Field label={t("apps.description")} error={fields.description}>
          <Textarea {...bind("description")} maxLength={400} />
        </Field>
        <Field label={t("appSettings.most")} hint={t("appSettings.mostHint")} error={fields.max_active_requests}>
          <Input
            {...bind("most")}
            type="number"
            min={0}
            step={1}
            className="max-w-40"
            placeholder={t("appSettings.noLimit")}
          />
        </Field>
        {Object.keys(fields).length === 0 && <FormError error={save.error} />}
        <Button type="submit" look="primary" busy={save.isPending} className="self-start">
          {t("save")}
        </Button>
      </form>
    </Section>
  );
}

function Danger() {
  const { t } = useTranslation("apps");
  const app = useApp();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  return (
    <Section title={t("apps.delete")} description={t("apps.deleteWhat")}>
      <Button look="danger" onClick={() => setOpen(true)}>
        {t("apps.delete")}
      </Button>
      {open && <DeleteAppDialog app={app} onClose={() => setOpen(false)} onDeleted={() => navigate({ to: "/apps" })} />}
    </Section>
  );
}
