import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ALL_APPS, appsQuery } from "@/features/apps/queries";
import { Checkbox, Field, Input, Select, Textarea } from "@/ui";
import type { New } from "./queries";

export type Draft = {
  kind: "asset_tree" | "url_list" | "archive";
  app: string;
  tree: "active" | "draft";
  path: string;
  include: string;
  exclude: string;
  urls: string;
  zip: File | null;
  folder: string;
  keeps: boolean;
};

export const EMPTY: Draft = {
  kind: "asset_tree",
  app: "",
  tree: "active",
  path: "",
  include: "",
  exclude: "",
  urls: "",
  zip: null,
  folder: "",
  keeps: false,
};

const lines = (text: string) =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

/** What is added, or null as long as something is missing. */
export function sourceOf(draft: Draft): New | null {
  const { kind, folder, zip, app } = draft;
  const on_missing = draft.keeps ? "keep" : "delete";
  if (kind === "archive") return zip && { zip, folder, on_missing };
  const urls = kind === "url_list" ? lines(draft.urls) : [];
  if (kind === "url_list" ? urls.length === 0 : app === "") return null;
  const tree = { tree: draft.tree, path: draft.path, include: lines(draft.include), exclude: lines(draft.exclude) };
  const common = { kind, folder, on_missing, urls, auto_sync: true, dry_run: false, name: null } as const;
  const files =
    kind === "asset_tree" ? { ...tree, app_id: app } : { tree: "active" as const, path: "", include: [], exclude: [] };
  return { given: { ...common, ...files } };
}

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
      {draft.kind === "url_list" && (
        <Field label={t("sources.urls")} hint={t("sources.urlsHint")} error={errors.urls ?? required}>
          <Textarea
            rows={5}
            value={draft.urls}
            onChange={(event) => onChange({ urls: event.target.value })}
            placeholder="https://example.com/guide"
          />
        </Field>
      )}
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
    </>
  );
}
