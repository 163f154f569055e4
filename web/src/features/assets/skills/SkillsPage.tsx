import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { Badge, EmptyState, ErrorState, Page, SkeletonRows } from "@/ui";
import { skillsQuery } from "../queries";

/** The folders of the draft that hold a SKILL.md, and what is wrong with each. */
export function SkillsPage() {
  const { t } = useTranslation("assets");
  const app = useApp();
  const found = useQuery(skillsQuery(app.id));
  return (
    <Page title={t("skills.title")} description={t("skills.what")}>
      {found.isPending ? (
        <SkeletonRows />
      ) : found.isError ? (
        <ErrorState error={found.error} onRetry={() => found.refetch()} />
      ) : found.data.data.length === 0 ? (
        <EmptyState title={t("skills.none")}>{t("skills.noneWhat")}</EmptyState>
      ) : (
        <ul className="flex flex-col gap-3">
          {found.data.data.map((skill) => (
            <li key={skill.path} className="rounded-lg border border-line bg-surface p-4">
              <h2 className="font-semibold">{skill.name ?? skill.path}</h2>
              <p className="font-mono text-xs text-muted">{skill.path}</p>
              {skill.description && <p className="mt-1">{skill.description}</p>}
              {skill.problems.map((problem) => (
                <p key={problem.message} className="mt-1 text-sm">
                  <Badge>{problem.line ? t("skills.line", { line: problem.line }) : t("skills.problem")}</Badge>{" "}
                  {problem.message}
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
