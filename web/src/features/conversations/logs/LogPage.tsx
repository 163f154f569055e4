import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMember } from "@/features/accounts/queries";
import { useApp } from "@/features/apps/queries";
import { Button, ConfirmDialog, ErrorState, FormError, SkeletonRows, toasts, useTitle } from "@/ui";
import { AnswerText } from "../answering/AnswerText";
import { LogFacts } from "./LogsPage";
import { MessageView } from "./MessageView";
import { deleteLog, logQuery, logsKey, messagesQuery } from "./queries";
import type { LogsSearch } from "./search";

const keywordOnly = ({ keyword }: LogsSearch): LogsSearch => (keyword ? { keyword } : {});

/** One conversation with all that is known of its answers. */
export function LogPage({ id }: { id: string }) {
  const { t } = useTranslation("studio");
  const app = useApp();
  const { may } = useMember();
  const [deleting, setDeleting] = useState(false);
  const entry = useQuery(logQuery(app.id, app.mode, id));
  useTitle(entry.data?.summary ?? t("logs.title"));
  return (
    <div className="flex w-full max-w-4xl flex-col gap-5 px-4 py-6 sm:px-8">
      <Link
        to="/apps/$appId/logs"
        params={{ appId: app.id }}
        search={keywordOnly}
        className="inline-flex items-center gap-1 self-start rounded text-muted hover:text-ink"
      >
        <ArrowLeft aria-hidden size={14} />
        {t("logs.all")}
      </Link>
      {entry.isError ? (
        <ErrorState error={entry.error} onRetry={() => entry.refetch()} />
      ) : !entry.data ? (
        <SkeletonRows className="h-14" />
      ) : (
        <>
          <header className="flex flex-wrap items-start justify-between gap-3">
            <div className="min-w-0">
              <h1 className="text-xl font-semibold break-words">{entry.data.summary}</h1>
              <LogFacts entry={entry.data} />
            </div>
            {may("edit") && <Button onClick={() => setDeleting(true)}>{t("logs.delete")}</Button>}
          </header>
          <Messages id={id} introduction={entry.data.introduction} inputs={entry.data.inputs} />
        </>
      )}
      {deleting && <DeleteDialog id={id} onClose={() => setDeleting(false)} />}
    </div>
  );
}

type MessagesProps = { id: string; introduction: string; inputs: Record<string, unknown> };

function Messages({ id, introduction, inputs }: MessagesProps) {
  const { t } = useTranslation("studio");
  const app = useApp();
  const found = useInfiniteQuery(messagesQuery(app.id, id));
  if (found.isPending) return <SkeletonRows className="h-24" />;
  if (found.isError) return <ErrorState error={found.error} onRetry={() => found.refetch()} />;
  const messages = [...found.data.pages].reverse().flatMap((page) => page.data);
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
        <MessageView key={message.id} appId={app.id} message={message} />
      ))}
    </div>
  );
}

function DeleteDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("studio");
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
