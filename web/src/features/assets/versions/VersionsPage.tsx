import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, call, type Schemas } from "@/api";
import { useMember } from "@/features/accounts/queries";
import { useApp } from "@/features/apps/queries";
import {
  Badge,
  Button,
  EmptyState,
  ErrorState,
  errorText,
  Page,
  RelativeTime,
  SkeletonRows,
  Table,
  Td,
  Th,
  toasts,
} from "@/ui";
import { bytes } from "../bytes";
import { assetsKey, versionsQuery } from "../queries";
import { PublishDialog } from "./PublishDialog";

type Version = Schemas["VersionOut"];
type Verb = "activate" | "restore" | "delete";

/** Every published version of the app's files, and what can be done with it. */
export function VersionsPage() {
  const { t } = useTranslation("assets");
  const { may } = useMember();
  const app = useApp();
  const [publishing, setPublishing] = useState(false);
  const found = useInfiniteQuery(versionsQuery(app.id));
  const versions = found.data?.pages.flatMap((page) => page.data) ?? [];
  const publish = may("edit") && (
    <Button look="primary" onClick={() => setPublishing(true)}>
      {t("versions.publish")}
    </Button>
  );
  return (
    <Page title={t("versions.title")} description={t("versions.what")} actions={publish}>
      {found.isPending ? (
        <SkeletonRows />
      ) : found.isError ? (
        <ErrorState error={found.error} onRetry={() => found.refetch()} />
      ) : versions.length === 0 ? (
        <EmptyState title={t("versions.none")}>{t("versions.noneWhat")}</EmptyState>
      ) : (
        <VersionTable appId={app.id} versions={versions} />
      )}
      {found.hasNextPage && (
        <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("files.more")}
        </Button>
      )}
      {publishing && <PublishDialog appId={app.id} onClose={() => setPublishing(false)} />}
    </Page>
  );
}

function VersionTable({ appId, versions }: { appId: string; versions: Version[] }) {
  const { t } = useTranslation("assets");
  return (
    <Table
      label={t("versions.title")}
      head={
        <>
          <Th number>{t("versions.number")}</Th>
          <Th>{t("versions.note")}</Th>
          <Th number>{t("versions.nodes")}</Th>
          <Th number>{t("files.size")}</Th>
          <Th>{t("versions.published")}</Th>
          <Th>
            <span className="sr-only">{t("files.actions")}</span>
          </Th>
        </>
      }
    >
      {versions.map((version) => (
        <tr key={version.number}>
          <Td number>{version.number}</Td>
          <Td className="w-full">
            {version.note} {version.active && <Badge>{t("versions.active")}</Badge>}
          </Td>
          <Td number>{version.node_count.toLocaleString()}</Td>
          <Td number className="whitespace-nowrap">
            {bytes(version.total_size)}
          </Td>
          <Td className="whitespace-nowrap">
            <RelativeTime at={version.created_at} />
          </Td>
          <Td className="text-right whitespace-nowrap">
            <Verbs appId={appId} version={version} />
          </Td>
        </tr>
      ))}
    </Table>
  );
}

function Verbs({ appId, version }: { appId: string; version: Version }) {
  const { t } = useTranslation("assets");
  const { may } = useMember();
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: async (verb: Verb): Promise<void> => {
      const params = { path: { app_id: appId, version: String(version.number) } };
      const one = "/console/api/apps/{app_id}/assets/versions/{version}" as const;
      if (verb === "delete") await call(api.DELETE(one, { params }));
      else if (verb === "activate") await call(api.POST(`${one}/activate`, { params }));
      else await call(api.POST(`${one}/restore`, { params }));
    },
    onSuccess: (_, verb) =>
      toasts.show({ kind: "success", title: t(`versions.done.${verb}`, { number: version.number }) }),
    onError: (error) => toasts.show({ kind: "error", title: errorText(error) }),
    onSettled: () => queries.invalidateQueries({ queryKey: assetsKey(appId) }),
  });
  if (!may("edit")) return null;
  const verbs: Verb[] = version.active ? ["restore"] : ["activate", "restore", "delete"];
  return verbs.map((verb) => (
    <Button
      key={verb}
      size="small"
      look="ghost"
      busy={act.isPending && act.variables === verb}
      aria-label={t(`versions.verbs.${verb}`, { number: version.number })}
      onClick={() => act.mutate(verb)}
    >
      {t(`versions.short.${verb}`)}
    </Button>
  ));
}
