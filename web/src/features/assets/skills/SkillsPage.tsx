import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleAlert, Sparkles } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api";
import { useApp } from "@/features/apps/queries";
import { Badge, EmptyState, Page, QueryList, SkeletonRows } from "@/ui";
import { skillsQuery } from "../queries";

type Skill = Schemas["SkillOut"];

/** The folders of the draft that hold a SKILL.md, and what is wrong with each. */
export function SkillsPage() {
  const { t } = useTranslation("assets");
  const app = useApp();
  const found = useQuery(skillsQuery(app.id));
  const skills = found.data?.data ?? [];
  return (
    <Page title={t("skills.title")} description={t("skills.what")}>
      <QueryList
        query={found}
        items={skills}
        skeleton={<SkeletonRows className="h-20" />}
        empty={<NoSkills appId={app.id} />}
      >
        {(all) => (
          <ul
            aria-label={t("skills.list")}
            className="divide-y divide-line overflow-hidden rounded-lg border border-line bg-surface"
          >
            {all.map((skill) => (
              <SkillRow key={skill.file_id} appId={app.id} skill={skill} />
            ))}
          </ul>
        )}
      </QueryList>
      {found.data?.has_more && (
        <p className="text-muted">{t("skills.some", { shown: skills.length, total: found.data.total })}</p>
      )}
    </Page>
  );
}

function NoSkills({ appId }: { appId: string }) {
  const { t } = useTranslation("assets");
  const files = (
    <Link to="/apps/$appId/assets" params={{ appId }} className="rounded font-medium text-accent-ink underline">
      {t("skills.toFiles")}
    </Link>
  );
  return (
    <EmptyState icon={<Sparkles aria-hidden size={28} />} title={t("skills.none")} action={files}>
      {t("skills.noneWhat")}
    </EmptyState>
  );
}

function SkillRow({ appId, skill }: { appId: string; skill: Skill }) {
  const { t } = useTranslation("assets");
  const name = skill.name ?? t("skills.unnamed");
  return (
    <li className="px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h2 className="min-w-0 font-semibold break-words">
          <Link
            to="/apps/$appId/assets"
            params={{ appId }}
            search={{ file: skill.file_id }}
            aria-label={t("skills.open", { name })}
            className="rounded hover:underline"
          >
            {name}
          </Link>
        </h2>
        {skill.problems.length === 0 ? (
          <Badge tone="good">{t("skills.valid")}</Badge>
        ) : (
          <Badge tone="bad">{t("skills.problems", { count: skill.problems.length })}</Badge>
        )}
        <Use skill={skill} />
        <span className="min-w-0 font-mono text-xs break-all text-muted">{skill.path}</span>
      </div>
      <p className="mt-1 line-clamp-2 text-muted">{skill.description ?? t("skills.noDescription")}</p>
      {skill.compatibility && (
        <p className="mt-1 text-xs wrap-anywhere text-muted">{t("skills.needs", { what: skill.compatibility })}</p>
      )}
      {skill.problems.length > 0 && (
        <ul className="mt-2 flex flex-col gap-1">
          {skill.problems.map((problem) => (
            <li key={`${problem.line} ${problem.message}`} className="flex items-start gap-2">
              <CircleAlert aria-hidden size={14} className="mt-0.5 shrink-0 text-danger-ink" />
              <span className="min-w-0 break-words">
                {t(`skills.problem.${problem.type}` as never, { ...problem.params, defaultValue: problem.message })}{" "}
                <Link
                  to="/apps/$appId/assets"
                  params={{ appId }}
                  search={{ file: skill.file_id, line: problem.line ?? 1 }}
                  aria-label={t("skills.openLine", { name, line: problem.line ?? 1 })}
                  className="rounded whitespace-nowrap text-info-ink underline"
                >
                  {t("skills.line", { line: problem.line ?? 1 })}
                </Link>
              </span>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** What is said where agents are not told of a skill. */
function Use({ skill }: { skill: Skill }) {
  const { t } = useTranslation("assets");
  const unusable = !skill.name || !skill.description;
  if (!unusable && skill.model_invocation) return null;
  return (
    <span title={t(unusable ? "skills.unusableWhat" : "skills.notForModelsWhat")}>
      <Badge>{t(unusable ? "skills.unusable" : "skills.notForModels")}</Badge>
    </span>
  );
}
