import { useTranslation } from "react-i18next";
import { API_URL } from "@/api";
import { Code, Section, Tabs } from "@/ui";
import { snippets } from "./snippets";

/** Commands to paste; with the new key in them while it can still be seen. */
export function Snippets({ token }: { token: string | null }) {
  const { t } = useTranslation();
  const tabs = snippets(API_URL || location.origin, token).map(({ key, text }) => ({
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
      <Tabs label={t("snippets.title")} tabs={tabs} />
    </Section>
  );
}
