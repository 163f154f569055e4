import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { API_URL } from "@/api";
import { Code, ErrorState, Section, SkeletonRows, Tabs } from "@/ui";
import { configQuery } from "../configs/queries";
import { answers } from "../modes";
import { useApp } from "../queries";
import { exampleQuestion } from "./question";
import { snippets } from "./snippets";

/** Commands to paste; with the new key in them while it can still be seen. */
export function Snippets({ token }: { token: string | null }) {
  const { t } = useTranslation("apps");
  const app = useApp();
  const config = useQuery({ ...configQuery(app.id), enabled: answers(app.mode) });
  const question = config.data ? exampleQuestion(app.mode, config.data) : null;
  const tabs = snippets(API_URL || location.origin, token, question).map(({ key, text }) => ({
    key,
    title: t(`snippets.${key}`),
    content: (
      <div className="flex flex-col gap-2">
        <p className="text-muted">{t(`snippets.${key}What`)}</p>
        <Code text={text} label={t(`snippets.${key}`)} />
      </div>
    ),
  }));
  return (
    <Section title={t("snippets.title")} description={token ? t("snippets.withKey") : t("snippets.withoutKey")}>
      {config.isLoading ? (
        <SkeletonRows rows={3} />
      ) : (
        <div className="flex flex-col gap-4">
          {config.isError && <ErrorState error={config.error} onRetry={() => config.refetch()} />}
          <Tabs label={t("snippets.title")} tabs={tabs} key={String(config.isSuccess)} />
        </div>
      )}
    </Section>
  );
}
