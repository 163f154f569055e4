import { Link } from "@tanstack/react-router";
import clsx from "clsx";
import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { NAMED, useNamed } from "@/routing";
import { Badge, RelativeTime } from "@/ui";
import { AnswerText } from "../answering/AnswerText";
import { CutNote, Question } from "../answering/ExchangeView";
import { cutBy } from "../answering/exchange";
import { Sources } from "../answering/Sources";
import { Steps } from "../answering/Steps";
import { sourcesOf } from "../answering/sources";
import { LoggedFiles } from "../files/LoggedFiles";
import type { LoggedMessage } from "./queries";

/** A question and its answer, with the steps, what it cost and what people thought of it. */
export function MessageView({ appId, message, named }: { appId: string; message: LoggedMessage; named: boolean }) {
  const article = useNamed<HTMLElement>(named);
  const sources = sourcesOf(message.metadata.retriever_resources as object[] | null | undefined);
  const cut = cutBy(message.metadata.finish_reason);
  return (
    <article
      ref={article}
      aria-current={named || undefined}
      className={clsx("flex flex-col gap-2", named && `rounded-md ${NAMED} ring-offset-8 ring-offset-page`)}
    >
      <LoggedFiles appId={appId} files={message.message_files} />
      {message.query && <Question text={message.query} />}
      <Steps steps={message.agent_thoughts} working={false} />
      {message.answer && <AnswerText text={message.answer} sources={sources} />}
      <Sources sources={sources} />
      {message.error && (
        <p className="rounded-md bg-danger-soft px-3 py-2 break-words text-danger-ink">{message.error}</p>
      )}
      {cut && <CutNote cut={cut} />}
      <Facts appId={appId} message={message} />
      <Feedback message={message} />
    </article>
  );
}

function Facts({ appId, message }: { appId: string; message: LoggedMessage }) {
  const { t } = useTranslation("conversations");
  const tokens = message.message_tokens + message.answer_tokens;
  return (
    <div className="flex flex-wrap items-center gap-x-1.5 text-xs text-muted tabular-nums">
      <Link
        to="/apps/$appId/logs"
        params={{ appId }}
        search={(before) => ({ ...before, message: message.id })}
        resetScroll={false}
        className="rounded hover:underline"
      >
        <RelativeTime at={message.created_at} />
      </Link>
      {message.model && <span>· {message.model}</span>}
      <span title={t("logs.tokenParts", { asked: message.message_tokens, answered: message.answer_tokens })}>
        · {t("tokens", { count: tokens, formatted: tokens.toLocaleString() })}
      </span>
      <span title={message.price_known ? undefined : t("overview.noPrice")}>
        · {message.price_known ? `${message.total_price} ${message.currency}` : "–"}
      </span>
      {message.provider_response_latency > 0 && <span>· {message.provider_response_latency.toFixed(1)} s</span>}
      {message.status === "stopped" && <Badge tone="warn">{t("try.stopped")}</Badge>}
      {message.status === "error" && <Badge tone="bad">{t("logs.failed")}</Badge>}
    </div>
  );
}

function Feedback({ message }: { message: LoggedMessage }) {
  const { t } = useTranslation("conversations");
  return message.feedbacks.map((feedback) => (
    <p
      key={`${feedback.from_source} ${feedback.from_end_user_id} ${feedback.from_account}`}
      className="flex items-center gap-1.5 text-xs text-muted"
    >
      {feedback.rating === "like" ? (
        <ThumbsUp aria-label={t("logs.like")} size={12} />
      ) : (
        <ThumbsDown aria-label={t("logs.dislike")} size={12} />
      )}
      {feedback.from_source === "admin" ? (feedback.from_account ?? "") : t("logs.user")}
      {feedback.content && <span className="min-w-0 break-words text-ink">{feedback.content}</span>}
    </p>
  ));
}
