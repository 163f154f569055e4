import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ALL_APPS, appsQuery } from "@/features/apps/queries";
import { Checkbox, Field, Input, Select } from "@/ui";
import type { Draft } from "./draft";
import { ScopeFields, UrlsField } from "./ScopeFields";

type Props = {
  draft: Draft;
  withApps: boolean;
  missing: boolean;
  errors: Record<string, string>;
  onChange: (part: Partial<Draft>) => void;
};

export function SourceFields({ draft, withApps, missing, errors, onChange }: Props) {
  const { t } = useTranslation("datasets");
  const kinds = (["asset_tree", "url_list", "archive"] as const).filter((kind) => withApps || kind !== "asset_tree");
  const required = missing ? t("sources.required") : undefined;
  return (
    <>
      <Field label={t("sources.kind")} hint={t(`sources.kindHints.${draft.kind}`)} error={errors.kind}>
        <Select value={draft.kind} onChange={(event) => onChange({ kind: event.target.value as Draft["kind"] })}>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`sources.kinds.${kind}`)}
            </option>
          ))}
        </Select>
      </Field>
      {draft.kind === "asset_tree" && (
        <TreeFields draft={draft} required={required} errors={errors} onChange={onChange} />
      )}
      {draft.kind === "url_list" && <UrlsField draft={draft} required={required} errors={errors} onChange={onChange} />}
      {draft.kind === "archive" && (
        <Field label={t("sources.zip")} error={required}>
          <Input
            type="file"
            accept=".zip,application/zip"
            className="py-1.5"
            onChange={(event) => onChange({ zip: event.target.files?.[0] ?? null })}
          />
        </Field>
      )}
      <Field label={t("sources.folder")} hint={t("sources.folderHint")} error={errors.folder}>
        <Input maxLength={1024} value={draft.folder} onChange={(event) => onChange({ folder: event.target.value })} />
      </Field>
      <Checkbox
        label={t("sources.keeps")}
        checked={draft.keeps}
        onChange={(event) => onChange({ keeps: event.target.checked })}
      />
    </>
  );
}

type TreeProps = Pick<Props, "draft" | "errors" | "onChange"> & { required: string | undefined };

function TreeFields({ draft, required, errors, onChange }: TreeProps) {
  const { t } = useTranslation("datasets");
  const found = useInfiniteQuery(appsQuery(ALL_APPS));
  const apps = found.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <>
      <Field label={t("sources.app")} error={errors.app_id ?? required}>
        <Select
          value={draft.app}
          onChange={(event) => onChange({ app: event.target.value })}
          onFocus={() => found.hasNextPage && void found.fetchNextPage()}
        >
          <option value="">{t("sources.chooseApp")}</option>
          {apps.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <ScopeFields draft={draft} errors={errors} onChange={onChange} />
    </>
  );
}
