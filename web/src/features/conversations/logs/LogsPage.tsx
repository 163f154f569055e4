import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { MessagesSquare, ThumbsDown, ThumbsUp } from "lucide-react";
import { useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { answers } from "@/features/apps/configs/config";
import { useApp } from "@/features/apps/queries";
import {
  Badge,
  Button,
  EmptyState,
  ErrorState,
  Page,
  RelativeTime,
  SearchInput,
  SkeletonRows,
  useAddressText,
} from "@/ui";
import { LogPage } from "./LogPage";
import { type Entry, logsQuery } from "./queries";

/** What the app was asked and what it answered, or one conversation of it. */
export function LogsPage() {
  const { conversation } = useSearch({ from: "/console/apps/$appId/logs" });
  return conversation ? <LogPage key={conversation} id={conversation} /> : <AllLogs />;
}

function AllLogs() {
  const { t } = useTranslation("studio");
  const { t: common } = useTranslation();
  const app = useApp();
  const { keyword: inAddress = "" } = useSearch({ from: "/console/apps/$appId/logs" });
  const navigate = useNavigate({ from: "/apps/$appId/logs" });
  const [keyword, setKeyword] = useAddressText(
    inAddress,
    (text) => void navigate({ search: text ? { keyword: text } : {}, replace: true }),
  );
  const wanted = useDeferredValue(keyword.trim());
  const found = useInfiniteQuery(logsQuery(app.id, app.mode, wanted));
  const entries = found.data?.pages.flatMap((page) => page.data) ?? [];
  const none = found.isSuccess && entries.length === 0;
  return (
    <Page title={t("logs.title")} description={t("logs.what")}>
      {!(none && wanted === "") && (
        <SearchInput
          label={t("logs.search")}
          className="max-w-sm"
          maxLength={255}
          value={keyword}
          onChange={setKeyword}
        />
      )}
      {found.isPending ? (
        <SkeletonRows className="h-14" />
      ) : found.isError ? (
        <ErrorState error={found.error} onRetry={() => found.refetch()} />
      ) : none && wanted ? (
        <p className="text-muted">{t("logs.noneFound")}</p>
      ) : none ? (
        <EmptyState
          icon={<MessagesSquare aria-hidden size={28} />}
          title={t("logs.none")}
          action={
            answers(app.mode) && (
              <Link
                to="/apps/$appId/studio"
                params={{ appId: app.id }}
                className="rounded font-medium text-accent-ink underline"
              >
                {t("logs.toStudio")}
              </Link>
            )
          }
        >
          {t(answers(app.mode) ? "logs.noneWhat" : "otherMode")}
        </EmptyState>
      ) : (
        <ol aria-label={t("logs.title")} className="divide-y divide-line rounded-lg border border-line bg-surface">
          {entries.map((entry) => (
            <Row key={entry.id} appId={app.id} entry={entry} />
          ))}
        </ol>
      )}
      {found.hasNextPage && (
        <Button className="self-start" busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {common("more")}
        </Button>
      )}
    </Page>
  );
}

function Row({ appId, entry }: { appId: string; entry: Entry }) {
  const { t } = useTranslation("studio");
  return (
    <li className="relative flex items-center gap-3 px-4 py-2.5 first:rounded-t-lg last:rounded-b-lg hover:bg-hover">
      <div className="min-w-0 flex-1">
        <Link
          to="/apps/$appId/logs"
          params={{ appId }}
          search={(before) => ({ ...before, conversation: entry.id })}
          className="block truncate rounded font-medium after:absolute after:inset-0"
        >
          {entry.summary}
        </Link>
        <p className="truncate text-xs text-muted">{entry.message?.answer || t("logs.noAnswer")}</p>
        <LogFacts entry={entry} />
      </div>
      <Ratings entry={entry} />
    </li>
  );
}

export function LogFacts({ entry }: { entry: Entry }) {
  const { t } = useTranslation("studio");
  const user = entry.from_end_user_session_id;
  return (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-1.5 text-xs text-muted tabular-nums">
      <RelativeTime at={entry.updated_at} />
      <span>
        · {user ? t("logs.byUser", { name: user }) : t("logs.byMember", { name: entry.from_account_name ?? "" })}
      </span>
      <span>· {t("logs.messages", { count: entry.message_count })}</span>
    </p>
  );
}

function Ratings({ entry }: { entry: Entry }) {
  const { t } = useTranslation("studio");
  const like = entry.user_feedback_stats.like + entry.admin_feedback_stats.like;
  const dislike = entry.user_feedback_stats.dislike + entry.admin_feedback_stats.dislike;
  return (
    <>
      {like > 0 && (
        <Badge tone="good">
          <ThumbsUp aria-label={t("logs.like")} size={12} /> {like}
        </Badge>
      )}
      {dislike > 0 && (
        <Badge tone="bad">
          <ThumbsDown aria-label={t("logs.dislike")} size={12} /> {dislike}
        </Badge>
      )}
    </>
  );
}
