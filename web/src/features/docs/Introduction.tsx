import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { API_URL } from "@/api";
import { Code, CopyButton, Section } from "@/ui";
import type { Group } from "./document";
import type { ApiName } from "./search";

export const BASE = API_URL || location.origin;

type Props = { api: ApiName; groups: Group[]; missing: string | undefined };

/** What all operations have in common: where they are, who may call them, how errors look. */
export function Introduction({ api, groups, missing }: Props) {
  const { t } = useTranslation("docs");
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <div>
        <h1 className="text-xl font-semibold">{t(`api.${api}`)}</h1>
        <p className="mt-1 text-muted">{t(`what.${api}`)}</p>
      </div>
      {missing && (
        <p role="alert" className="rounded-md bg-warn-soft px-3 py-2 text-warn-ink wrap-anywhere">
          {t("missing", { id: missing })}
        </p>
      )}
      <Section title={t("base")}>
        <div className="flex items-center gap-2">
          <code className="min-w-0 font-mono text-sm wrap-anywhere">{BASE}</code>
          <CopyButton text={BASE} />
        </div>
        <p className="mt-2 text-muted">
          {t("machine")}{" "}
          <a className="text-accent-ink underline" href={`${API_URL}/openapi.json?api=${api}`}>
            OpenAPI 3.1
          </a>
        </p>
      </Section>
      <Section title={t("authentication")}>
        <div className="flex flex-col gap-3">
          <p>{t(`auth.${api}`)}</p>
          <Code label={t("authentication")} text={HEADERS[api]} />
          <p className="text-muted">{t(`authMore.${api}`)}</p>
        </div>
      </Section>
      <Section title={t("errors")}>
        <div className="flex flex-col gap-3">
          <p>{t("errorsWhat")}</p>
          <Code label={t("errors")} text={ERROR} />
        </div>
      </Section>
      <Section title={t("tasks")}>
        <ul className="grid gap-x-6 gap-y-2 sm:grid-cols-2">
          {groups.map((group) => (
            <li key={group.name}>
              <Link
                to="/docs"
                search={{ api, operation: group.operations[0]?.operationId }}
                className="rounded font-medium text-accent-ink hover:underline"
              >
                {t(`groups.${group.name}`, { defaultValue: group.name })}
              </Link>
              <span className="ml-1.5 text-xs text-muted">{group.operations.length}</span>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

const HEADERS = {
  service: "Authorization: Bearer YOUR_APP_KEY",
  console: "Authorization: Bearer YOUR_ACCESS_TOKEN",
};

const ERROR = JSON.stringify(
  { code: "not_found", message: "What happened, and what to do.", status: 404, details: null },
  null,
  2,
);
