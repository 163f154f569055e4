import { useTranslation } from "react-i18next";
import { Checkbox, Field, Input, Select, Textarea } from "@/ui";
import type { Draft } from "./draft";

type Props = { draft: Draft; errors: Record<string, string>; onChange: (part: Partial<Draft>) => void };

/** Which of an app's files, and when they are looked at. */
export function ScopeFields({ draft, errors, onChange }: Props) {
  const { t } = useTranslation("datasets");
  return (
    <>
      <Field label={t("sources.tree")} hint={t(`sources.treeHints.${draft.tree}`)}>
        <Select value={draft.tree} onChange={(event) => onChange({ tree: event.target.value as Draft["tree"] })}>
          {(["active", "draft"] as const).map((tree) => (
            <option key={tree} value={tree}>
              {t(`sources.trees.${tree}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t("sources.path")} hint={t("sources.pathHint")} error={errors.path}>
        <Input maxLength={1024} value={draft.path} onChange={(event) => onChange({ path: event.target.value })} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("sources.include")} hint={t("sources.includeHint")} error={errors.include}>
          <Textarea
            value={draft.include}
            onChange={(event) => onChange({ include: event.target.value })}
            placeholder="guides/**/*.md"
          />
        </Field>
        <Field label={t("sources.exclude")} hint={t("sources.excludeHint")} error={errors.exclude}>
          <Textarea
            value={draft.exclude}
            onChange={(event) => onChange({ exclude: event.target.value })}
            placeholder="drafts/"
          />
        </Field>
      </div>
      <Checkbox
        label={t("sources.follows")}
        checked={draft.follows}
        onChange={(event) => onChange({ follows: event.target.checked })}
      />
    </>
  );
}

export function UrlsField({ draft, required, errors, onChange }: Props & { required: string | undefined }) {
  const { t } = useTranslation("datasets");
  return (
    <Field label={t("sources.urls")} hint={t("sources.urlsHint")} error={errors.urls ?? required}>
      <Textarea
        rows={5}
        value={draft.urls}
        onChange={(event) => onChange({ urls: event.target.value })}
        placeholder="https://example.com/guide"
      />
    </Field>
  );
}
