import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useApp } from "@/features/apps/queries";
import {
  BackLink,
  Badge,
  DetailHead,
  DetailPage,
  exactTime,
  QueryView,
  RelativeTime,
  Select,
  SkeletonRows,
} from "@/ui";
import { ContentChanges } from "./ContentChanges";
import { contentOf, sideQuery, type Version, versionsQuery } from "./queries";
import { VersionMenu } from "./VersionMenu";

/** One version: what it has otherwise than the one before, another or the draft. */
export function VersionPage({ id, against }: { id: string; against: string | undefined }) {
  const { t, i18n } = useTranslation("workflows");
  const app = useApp();
  const found = useQuery(sideQuery(app.id, id));
  const all = useInfiniteQuery(versionsQuery(app.id));
  const versions = all.data?.pages.flatMap((page) => page.items) ?? [];
  const back = (
    <BackLink to="/apps/$appId/workflow-versions" params={{ appId: app.id }}>
      {t("versions.all")}
    </BackLink>
  );
  return (
    <DetailPage title={t("versions.one")} back={back} query={found} skeleton={<SkeletonRows className="h-14" />}>
      {(version) => (
        <>
          <DetailHead
            heading={
              <>
                {version.marked_name || exactTime(version.created_at, i18n.language)}
                {versions[0]?.id === id && <Badge tone="good">{t("versions.answers")}</Badge>}
              </>
            }
            facts={
              <>
                {version.marked_comment && <p className="mt-1 max-w-2xl wrap-anywhere">{version.marked_comment}</p>}
                <p className="mt-0.5 text-xs text-muted">
                  <RelativeTime at={version.created_at} /> · {version.created_by?.name ?? t("versions.somebody")}
                </p>
              </>
            }
          >
            <VersionMenu appId={app.id} version={version} answers={versions[0]?.id === id} />
          </DetailHead>
          {all.isSuccess && <Comparison appId={app.id} version={version} versions={versions} against={against} />}
        </>
      )}
    </DetailPage>
  );
}

type ComparisonProps = { appId: string; version: Version; versions: Version[]; against: string | undefined };

/** From the older of both to the newer; the draft is the newest. */
function Comparison({ appId, version, versions, against }: ComparisonProps) {
  const { t, i18n } = useTranslation("workflows");
  const navigate = useNavigate({ from: "/apps/$appId/workflow-versions" });
  const others = versions.filter((each) => each.id !== version.id);
  const previous = others.find((each) => each.created_at <= version.created_at);
  const otherId = against ?? previous?.id ?? "draft";
  const other = useQuery(sideQuery(appId, otherId));
  const choose = (id: string) =>
    void navigate({ search: { version: version.id, against: id }, replace: true, resetScroll: false });
  const nameOf = (each: Version) => each.marked_name || exactTime(each.created_at, i18n.language);
  return (
    <section aria-label={t("versions.changes")} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor="compare-with" className="text-sm font-medium whitespace-nowrap">
          {t("versions.compareWith")}
        </label>
        <Select
          id="compare-with"
          className="w-auto! max-w-full"
          value={otherId}
          onChange={(event) => choose(event.target.value)}
        >
          <option value="draft">{t("versions.draft")}</option>
          {!others.some((each) => each.id === otherId) && otherId !== "draft" && (
            <option value={otherId}>{other.data ? nameOf(other.data) : "…"}</option>
          )}
          {others.map((each) => (
            <option key={each.id} value={each.id}>
              {each.id === previous?.id ? t("versions.before", { name: nameOf(each) }) : nameOf(each)}
            </option>
          ))}
        </Select>
      </div>
      <QueryView query={other} skeleton={<SkeletonRows className="h-10" />}>
        {(found) => {
          const isLater = otherId === "draft" || found.created_at > version.created_at;
          const [before, after] = isLater ? [version, found] : [found, version];
          return <ContentChanges before={contentOf(before)} after={contentOf(after)} />;
        }}
      </QueryView>
    </section>
  );
}
