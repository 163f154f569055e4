import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { History } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { useApp } from "@/features/apps/queries";
import { Badge, EmptyState, Page, QueryList, SkeletonRows } from "@/ui";
import { type Version, versionsQuery } from "./queries";
import { VersionFacts } from "./VersionFacts";
import { VersionPage } from "./VersionPage";
import { VersionVerbs } from "./VersionVerbs";

/** Every published version of the app's files, or one of them. */
export function VersionsPage() {
  const { version, against, file } = useSearch({ from: "/console/apps/$appId/versions" });
  return version ? <VersionPage key={version} number={version} against={against} file={file} /> : <AllVersions />;
}

function AllVersions() {
  const { t } = useTranslation("assets");
  const { can } = useMember();
  const app = useApp();
  const found = useInfiniteQuery(versionsQuery(app.id));
  const versions = found.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Page title={t("versions.title")} description={t("versions.what")}>
      <QueryList
        query={found}
        items={versions}
        skeleton={<SkeletonRows className="h-14" />}
        empty={
          <EmptyState icon={<History aria-hidden size={28} />} title={t("versions.none")}>
            {t(can("edit") ? "versions.noneWhat" : "versions.noneToRead")}
          </EmptyState>
        }
      >
        {(all) => (
          <ol
            aria-label={t("versions.title")}
            className="divide-y divide-line rounded-lg border border-line bg-surface"
          >
            {all.map((version) => (
              <VersionRow key={version.number} appId={app.id} version={version} />
            ))}
          </ol>
        )}
      </QueryList>
    </Page>
  );
}

function VersionRow({ appId, version }: { appId: string; version: Version }) {
  const { t } = useTranslation("assets");
  const { number } = version;
  return (
    <li className="relative flex items-center gap-3 py-2.5 pr-2 pl-4 first:rounded-t-lg last:rounded-b-lg hover:bg-hover">
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-center gap-2">
          <Link
            to="/apps/$appId/versions"
            params={{ appId }}
            search={{ version: number }}
            aria-label={t("versions.openOne", { number })}
            className="shrink-0 rounded font-semibold tabular-nums after:absolute after:inset-0"
          >
            v{number}
          </Link>
          <span className={version.note ? "truncate" : "truncate text-muted"} title={version.note}>
            {version.note || t("versions.noNote")}
          </span>
          {version.active && <Badge tone="good">{t("versions.active")}</Badge>}
        </div>
        <VersionFacts version={version} />
      </div>
      <div className="relative">
        <VersionVerbs appId={appId} version={version} />
      </div>
    </li>
  );
}
