import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { MessagesSquare, ThumbsDown, ThumbsUp } from "lucide-react";
import { useDeferredValue } from "react";
import { useTranslation } from "react-i18next";
import { answers } from "@/features/apps/modes";
import { type App, useApp } from "@/features/apps/queries";
import { Badge, EmptyState, Page, QueryList, SearchInput, SkeletonRows, useAddressText } from "@/ui";
import { LogFacts } from "./LogFacts";
import { LogPage } from "./LogPage";
import { type Entry, logsQuery } from "./queries";

/** What the app was asked and what it answered, or one conversation of it. */
export function LogsPage() {
  const { conversation } = useSearch({ from: "/console/apps/$appId/logs" });
  return conversation ? <LogPage key={conversation} id={conversation} /> : <AllLogs />;
}

function AllLogs() {
  const { t } = useTranslation(["conversations", "apps"]);
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
      <QueryList
        query={found}
        items={entries}
        skeleton={<SkeletonRows className="h-14" />}
        empty={wanted ? <p className="text-muted">{t("logs.noneFound")}</p> : <NoLogs app={app} />}
      >
        {(all) => (
          <ol aria-label={t("logs.title")} className="divide-y divide-line rounded-lg border border-line bg-surface">
            {all.map((entry) => (
              <Row key={entry.id} appId={app.id} entry={entry} />
            ))}
          </ol>
        )}
      </QueryList>
    </Page>
  );
}

function NoLogs({ app }: { app: App }) {
  const { t } = useTranslation(["conversations", "apps"]);
  const studio = (
    <Link to="/apps/$appId/studio" params={{ appId: app.id }} className="rounded font-medium text-accent-ink underline">
      {t("logs.toStudio")}
    </Link>
  );
  return (
    <EmptyState
      icon={<MessagesSquare aria-hidden size={28} />}
      title={t("logs.none")}
      action={answers(app.mode) && studio}
    >
      {t(answers(app.mode) ? "logs.noneWhat" : "apps:otherMode")}
    </EmptyState>
  );
}

function Row({ appId, entry }: { appId: string; entry: Entry }) {
  const { t } = useTranslation(["conversations", "apps"]);
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

function Ratings({ entry }: { entry: Entry }) {
  const { t } = useTranslation(["conversations", "apps"]);
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
