import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { History } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import { Badge, EmptyState, Page, QueryList, RelativeTime, SkeletonRows } from "@/ui";
import { type Version, versionsQuery } from "./queries";
import { VersionMenu } from "./VersionMenu";
import { VersionPage } from "./VersionPage";

/** What has been published of the workflow, or one version of it. */
export function VersionsPage() {
  const { version, against } = useSearch({ from: "/console/apps/$appId/workflow-versions" });
  return version ? <VersionPage key={version} id={version} against={against} /> : <AllVersions />;
}

function AllVersions() {
  const { t } = useTranslation("workflows");
  const app = useApp();
  const found = useInfiniteQuery(versionsQuery(app.id));
  const versions = found.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t("versions.title")} description={t("versions.what")}>
      <QueryList
        query={found}
        items={versions}
        skeleton={<SkeletonRows className="h-14" />}
        empty={
          <EmptyState icon={<History aria-hidden size={28} />} title={t("versions.none")}>
            {t("versions.noneWhat")}
          </EmptyState>
        }
      >
        {(all) => (
          <ol
            aria-label={t("versions.title")}
            className="divide-y divide-line rounded-lg border border-line bg-surface"
          >
            {all.map((version, at) => (
              <Row key={version.id} appId={app.id} version={version} answers={at === 0} />
            ))}
          </ol>
        )}
      </QueryList>
    </Page>
  );
}

function Row({ appId, version, answers }: { appId: string; version: Version; answers: boolean }) {
  const { t } = useTranslation("workflows");
  return (
    <li className="relative flex items-center gap-3 py-2.5 pr-2 pl-4 first:rounded-t-lg last:rounded-b-lg hover:bg-hover">
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-center gap-2">
          <Link
            to="/apps/$appId/workflow-versions"
            params={{ appId }}
            search={{ version: version.id }}
            className="truncate rounded font-semibold after:absolute after:inset-0"
          >
            {version.marked_name || <RelativeTime at={version.created_at} />}
          </Link>
          {answers && <Badge tone="good">{t("versions.answers")}</Badge>}
        </div>
        <p className="truncate text-xs text-muted">
          {version.marked_name && (
            <>
              <RelativeTime at={version.created_at} /> ·{" "}
            </>
          )}
          {version.created_by?.name ?? t("versions.somebody")}
          {version.marked_comment && ` · ${version.marked_comment}`}
        </p>
      </div>
      <div className="relative">
        <VersionMenu appId={appId} version={version} answers={answers} />
      </div>
    </li>
  );
}
