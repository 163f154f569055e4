import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ALL_APPS, appsQuery } from "@/features/apps/queries";
import { datasetsQuery } from "@/features/datasets/queries";
import { Button, Checkbox, Field, Input, Select } from "@/ui";
import type { Subscription, SubscriptionKind } from "./queries";
import { type SourceGiven, WATCHES_APP } from "./source";

type FieldsProps = {
  source: SourceGiven;
  saved: Subscription | null;
  errors: Record<string, string>;
  onChange: (source: SourceGiven) => void;
};

/** What is entered of a kind's source. */
export function SourceFields({ kind, ...fields }: FieldsProps & { kind: SubscriptionKind }) {
  if (kind === "feed") return <FeedFields {...fields} />;
  if (kind === "github") return <GithubFields {...fields} />;
  if (kind === "imap") return <MailFields {...fields} />;
  return WATCHES_APP.includes(kind) ? <AppField {...fields} /> : <KnowledgeField {...fields} />;
}

type TextProps = FieldsProps & {
  name: "url" | "repository" | "token" | "api_url" | "host" | "port" | "username" | "password" | "folder";
  label: string;
  hint?: string;
  placeholder?: string;
  type?: string;
  className?: string;
};

function TextField({ name, label, hint, placeholder, type, className, source, errors, onChange }: TextProps) {
  return (
    <Field label={label} hint={hint} error={errors[name]} className={className}>
      <Input
        type={type}
        autoComplete="off"
        spellCheck={false}
        maxLength={2000}
        placeholder={placeholder}
        value={source[name]}
        onChange={(event) => onChange({ ...source, [name]: event.target.value })}
      />
    </Field>
  );
}

function FeedFields(fields: FieldsProps) {
  const { t } = useTranslation("triggers");
  const { label, hint } = { label: t("subscriptions.url"), hint: t("subscriptions.urlHint") };
  return (
    <TextField {...fields} name="url" type="url" placeholder="https://example.com/feed.xml" {...{ label, hint }} />
  );
}

function GithubFields(fields: FieldsProps) {
  const { t } = useTranslation("triggers");
  return (
    <>
      <TextField {...fields} name="repository" placeholder="owner/name" label={t("subscriptions.repository")} />
      <TextField
        {...fields}
        name="token"
        type="password"
        label={t("subscriptions.token")}
        hint={t("subscriptions.tokenHint")}
      />
      <TextField
        {...fields}
        name="api_url"
        type="url"
        label={t("subscriptions.apiUrl")}
        hint={t("subscriptions.apiUrlHint")}
      />
    </>
  );
}

function MailFields(fields: FieldsProps) {
  const { t } = useTranslation("triggers");
  const { source, onChange } = fields;
  return (
    <>
      <div className="flex flex-wrap gap-3">
        <TextField
          {...fields}
          name="host"
          className="min-w-0 flex-1 basis-48"
          placeholder="imap.example.com"
          label={t("subscriptions.host")}
        />
        <TextField {...fields} name="port" type="number" className="w-28" label={t("subscriptions.port")} />
      </div>
      <TextField {...fields} name="username" label={t("subscriptions.username")} />
      <TextField
        {...fields}
        name="password"
        type="password"
        label={t("subscriptions.password")}
        hint={t("subscriptions.passwordHint")}
      />
      <TextField {...fields} name="folder" label={t("subscriptions.folder")} />
      <Checkbox
        label={t("subscriptions.verify")}
        checked={source.verify_certificate}
        onChange={(event) => onChange({ ...source, verify_certificate: event.target.checked })}
      />
    </>
  );
}

function AppField({ source, saved, errors, onChange }: FieldsProps) {
  const { t } = useTranslation("triggers");
  const found = useInfiniteQuery(appsQuery(ALL_APPS));
  const apps = found.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <Choice
      label={t("subscriptions.app")}
      error={errors.app_id}
      value={source.app_id}
      options={apps}
      saved={saved?.source_name ?? null}
      onChoose={(app_id) => onChange({ ...source, app_id })}
      onMore={found.hasNextPage ? () => void found.fetchNextPage() : undefined}
    />
  );
}

function KnowledgeField({ source, saved, errors, onChange }: FieldsProps) {
  const { t } = useTranslation("triggers");
  const found = useInfiniteQuery(datasetsQuery(""));
  const datasets = found.data?.pages.flatMap(({ data }) => data) ?? [];
  return (
    <Choice
      label={t("subscriptions.dataset")}
      error={errors.dataset_id}
      value={source.dataset_id}
      options={datasets}
      saved={saved?.source_name ?? null}
      onChoose={(dataset_id) => onChange({ ...source, dataset_id })}
      onMore={found.hasNextPage ? () => void found.fetchNextPage() : undefined}
    />
  );
}

type ChoiceProps = {
  label: string;
  error: string | undefined;
  value: string;
  options: { id: string; name: string }[];
  /** The name of what was chosen, which may not be among the options yet. */
  saved: string | null;
  onChoose: (id: string) => void;
  onMore: (() => void) | undefined;
};

function Choice({ label, error, value, options, saved, onChoose, onMore }: ChoiceProps) {
  const { t } = useTranslation("triggers");
  return (
    <>
      <Field label={label} error={error}>
        <Select value={value} onChange={(event) => onChoose(event.target.value)}>
          <option value="">{t("subscriptions.choose")}</option>
          {value !== "" && options.every(({ id }) => id !== value) && <option value={value}>{saved ?? value}</option>}
          {options.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      {onMore && (
        <Button size="small" className="self-start" onClick={onMore}>
          {t("more")}
        </Button>
      )}
    </>
  );
}
