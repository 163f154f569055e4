import { Pencil, Plus, Trash2 } from "lucide-react";
import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { Badge, Button, IconButton, Section } from "@/ui";
import type { Draft } from "./draft";

const FieldDialog = lazy(() => import("./FieldDialog"));

/** The variables that whoever asks fills in. */
export function FormSection({ draft: { config, change } }: { draft: Draft }) {
  const { t } = useTranslation("studio");
  const form = config.user_input_form;
  // Which one is edited; one behind the last is new.
  const [edited, setEdited] = useState<number | null>(null);
  const edit = (at: number) => startTransition(() => setEdited(at));
  return (
    <Section
      title={t("form.title")}
      description={t("form.what")}
      actions={
        <Button size="small" icon={<Plus aria-hidden size={14} />} onClick={() => edit(form.length)}>
          {t("form.add")}
        </Button>
      }
    >
      {form.length === 0 ? (
        <p className="text-muted">{t("form.none")}</p>
      ) : (
        <ul aria-label={t("form.title")} className="flex flex-col divide-y divide-line">
          {form.map((field, at) => (
            <li key={field.variable} className="flex items-center gap-2 py-1.5 first:pt-0 last:pb-0">
              <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1">
                <code className="font-mono text-xs break-all">{field.variable}</code>
                <span className="truncate">{field.label}</span>
                <Badge>{t(`kinds.${field.kind}`)}</Badge>
                {field.required && <Badge tone="info">{t("form.required")}</Badge>}
              </div>
              <IconButton
                size="small"
                label={t("form.edit", { name: field.variable })}
                icon={<Pencil aria-hidden size={14} />}
                onClick={() => edit(at)}
              />
              <IconButton
                size="small"
                label={t("form.remove", { name: field.variable })}
                icon={<Trash2 aria-hidden size={14} />}
                onClick={() => change({ user_input_form: form.filter((each) => each !== field) })}
              />
            </li>
          ))}
        </ul>
      )}
      <Suspense>
        {edited !== null && (
          <FieldDialog
            field={form[edited]}
            others={form.filter((_, at) => at !== edited)}
            onClose={() => setEdited(null)}
            onDone={(field) => {
              change({ user_input_form: [...form.slice(0, edited), field, ...form.slice(edited + 1)] });
              setEdited(null);
            }}
          />
        )}
      </Suspense>
    </Section>
  );
}
