import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, startTransition, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { useApp } from "@/features/apps/queries";
import { BackLink, Badge, Button, DetailHead, DetailPage, QueryView, Select, SkeletonRows } from "@/ui";
import { DiffList } from "./diff/DiffList";
import { countOf, inOrder, type Side } from "./diff/model";
import { diffQuery, type Version, versionQuery, versionsQuery } from "./queries";
import { useVersionVerb } from "./useVersionVerb";
import { VersionFacts } from "./VersionFacts";
import { VersionVerbs } from "./VersionVerbs";

const RestoreDialog = lazy(() => import("./RestoreDialog"));

type Props = { number: number; against: Side | undefined; file: string | undefined };

/** One version: what it has otherwise than the one before, another or the draft. */
export function VersionPage({ number, against, file }: Props) {
  const { t } = useTranslation("assets");
  const app = useApp();
  const found = useQuery(versionQuery(app.id, number));
  const back = (
    <BackLink to="/apps/$appId/versions" params={{ appId: app.id }}>
      {t("versions.all")}
    </BackLink>
  );
  return (
    <DetailPage title={t("versions.one", { number })} back={back} query={found}>
      {(version) => (
        <>
          <Head appId={app.id} version={version} />
          <Comparison appId={app.id} number={number} against={against} file={file} />
        </>
      )}
    </DetailPage>
  );
}

function Head({ appId, version }: { appId: string; version: Version }) {
  const { t } = useTranslation("assets");
  const { can } = useMember();
  const navigate = useNavigate();
  const [restoring, setRestoring] = useState(false);
  const { number } = version;
  const activate = useVersionVerb(appId, number, "activate");
  return (
    <DetailHead
      heading={
        <>
          {t("versions.one", { number })}
          {version.active && <Badge tone="good">{t("versions.active")}</Badge>}
        </>
      }
      facts={
        <>
          {version.note && <p className="mt-1 max-w-2xl break-words">{version.note}</p>}
          <VersionFacts version={version} />
        </>
      }
    >
      {can("edit") && !version.active && (
        <Button busy={activate.isPending} onClick={() => activate.mutate()}>
          {t("versions.verbs.activate")}
        </Button>
      )}
      {can("edit") && (
        <Button onClick={() => startTransition(() => setRestoring(true))}>{t("versions.verbs.restore")}</Button>
      )}
      <VersionVerbs
        appId={appId}
        version={version}
        onDeleted={() => void navigate({ to: "/apps/$appId/versions", params: { appId } })}
      />
      <Suspense>
        {restoring && <RestoreDialog appId={appId} number={number} onClose={() => setRestoring(false)} />}
      </Suspense>
    </DetailHead>
  );
}

function Comparison({ appId, number, against, file }: Props & { appId: string }) {
  const { t } = useTranslation("assets");
  const navigate = useNavigate();
  const all = useInfiniteQuery(versionsQuery(appId));
  const others = (all.data?.pages.flatMap((page) => page.data) ?? []).filter((one) => one.number !== number);
  const previous = others.find((one) => one.number < number)?.number ?? null;
  const other = against ?? previous;
  const [before, after] = other === null ? [null, number as Side] : inOrder(number, other);
  const compared = useQuery({ ...diffQuery(appId, before, after), enabled: all.isSuccess });
  const name = (side: Side | null) =>
    side === null
      ? t("versions.compare.start")
      : side === "draft"
        ? t("versions.compare.draftName")
        : t("versions.compare.versionName", { number: side });
  const choose = (value: string) =>
    void navigate({
      to: "/apps/$appId/versions",
      params: { appId },
      search: { version: number, against: value === "draft" ? "draft" : Number(value) },
      replace: true,
    });
  const opened = (path: string | null) =>
    void navigate({
      to: "/apps/$appId/versions",
      params: { appId },
      search: { version: number, ...(against ? { against } : {}), ...(path ? { file: path } : {}) },
      resetScroll: false,
    });
  return (
    <section aria-label={t("versions.compare.changes")} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="flex items-center gap-2">
          <label htmlFor="compare-with" className="text-sm font-medium whitespace-nowrap">
            {t("versions.compare.with")}
          </label>
          <Select
            id="compare-with"
            value={other ?? ""}
            className="w-auto!"
            onChange={(event) => choose(event.target.value)}
          >
            {other === null && <option value="">{t("versions.compare.start")}</option>}
            <option value="draft">{t("versions.draft")}</option>
            {others.map((one) => (
              <option key={one.number} value={one.number}>
                {one.number === previous ? t("versions.compare.before", { name: `v${one.number}` }) : `v${one.number}`}
              </option>
            ))}
          </Select>
        </div>
        <span className="text-muted">{t("versions.compare.way", { before: name(before), after: name(after) })}</span>
      </div>
      <QueryView query={compared} skeleton={<SkeletonRows className="h-7" />}>
        {({ diff }) =>
          countOf(diff) === 0 ? (
            <p className="rounded-lg border border-line bg-surface p-4 text-muted">{t("versions.compare.nothing")}</p>
          ) : (
            <DiffList appId={appId} before={before} after={after} diff={diff} opened={file} onOpened={opened} />
          )
        }
      </QueryView>
    </section>
  );
}
