import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { useApp } from "@/features/apps/queries";
import {
  BackLink,
  Button,
  ConfirmDialog,
  DetailHead,
  DetailPage,
  ErrorState,
  FormError,
  SkeletonRows,
  toasts,
} from "@/ui";
import { AnswerText } from "../answering/AnswerText";
import { LogFacts } from "./LogFacts";
import { MessageView } from "./MessageView";
import { deleteLog, logQuery, logsKey, messagesQuery } from "./queries";
import type { LogsSearch } from "./search";

const keywordOnly = ({ keyword }: LogsSearch): LogsSearch => (keyword ? { keyword } : {});

/** One conversation with all that is known of its answers. */
export function LogPage({ id }: { id: string }) {
  const { t } = useTranslation("conversations");
  const app = useApp();
  const { can } = useMember();
  const [deleting, setDeleting] = useState(false);
  const found = useQuery(logQuery(app.id, app.mode, id));
  const back = (
    <BackLink to="/apps/$appId/logs" params={{ appId: app.id }} search={keywordOnly}>
      {t("logs.all")}
    </BackLink>
  );
  return (
    <DetailPage title={found.data?.summary ?? t("logs.title")} back={back} query={found} narrow>
      {(entry) => (
        <>
          <DetailHead heading={entry.summary} facts={<LogFacts entry={entry} />}>
            {can("edit") && <Button onClick={() => setDeleting(true)}>{t("logs.delete")}</Button>}
          </DetailHead>
          <Messages id={id} introduction={entry.introduction} inputs={entry.inputs} />
          {deleting && <DeleteDialog id={id} onClose={() => setDeleting(false)} />}
        </>
      )}
    </DetailPage>
  );
}

type MessagesProps = { id: string; introduction: string; inputs: Record<string, unknown> };

function Messages({ id, introduction, inputs }: MessagesProps) {
  const { t } = useTranslation("conversations");
  const app = useApp();
  const found = useInfiniteQuery(messagesQuery(app.id, id));
  const { message: named } = useSearch({ from: "/console/apps/$appId/logs" });
  const messages = [...(found.data?.pages ?? [])].reverse().flatMap((page) => page.data);
  const missing = named !== undefined && !messages.some((message) => message.id === named);
  const { hasNextPage, isFetching, isError, fetchNextPage } = found;
  useEffect(() => {
    // After an error only by the person: it would be asked for ever.
    if (missing && hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [missing, hasNextPage, isFetching, isError, fetchNextPage]);
  if (found.isPending) return <SkeletonRows className="h-24" />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => found.refetch()} />;
  const given = Object.entries(inputs);
  return (
    <div className="flex flex-col gap-5">
      {given.length > 0 && (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 rounded-md border border-line p-3 text-xs">
          {given.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="font-mono text-muted">{name}</dt>
              <dd className="break-words whitespace-pre-wrap">{String(value ?? "")}</dd>
            </div>
          ))}
        </dl>
      )}
      {found.hasNextPage ? (
        <Button className="self-center" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("logs.earlier")}
        </Button>
      ) : (
        introduction && <AnswerText text={introduction} />
      )}
      {messages.map((message) => (
        <MessageView key={message.id} appId={app.id} message={message} named={message.id === named} />
      ))}
    </div>
  );
}

function DeleteDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("conversations");
  const queries = useQueryClient();
  const navigate = useNavigate();
  const app = useApp();
  const remove = useMutation({
    mutationFn: () => deleteLog(app.id, app.mode, id),
    onSuccess: async () => {
      await navigate({ to: "/apps/$appId/logs", params: { appId: app.id } });
      toasts.show({ kind: "success", title: t("logs.deleted") });
      await queries.invalidateQueries({ queryKey: logsKey(app.id) });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t("logs.deleteTitle")}
      description={t("logs.deleteWhat")}
      action={t("logs.delete")}
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      {remove.error && <FormError error={remove.error} />}
    </ConfirmDialog>
  );
}
