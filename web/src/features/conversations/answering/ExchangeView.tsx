import { CircleAlert, RotateCcw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { bytes } from "@/features/assets/bytes";
import { Button, Spinner, useErrorText } from "@/ui";
import type { SentFile } from "../files/attachments";
import { FileChip } from "../files/FileChip";
import { AnswerText } from "./AnswerText";
import { type Cut, type Exchange, isOpen } from "./exchange";
import { Sources } from "./Sources";
import { Steps } from "./Steps";

/** A question, the steps on the way, the answer as far as it has come, and how it ended. */
export function ExchangeView({ exchange, onRetry }: { exchange: Exchange; onRetry: (() => void) | undefined }) {
  const { t } = useTranslation("conversations");
  const open = isOpen(exchange);
  return (
    <article aria-busy={open} className="flex flex-col gap-2">
      <Files files={exchange.files} />
      {exchange.query && <Question text={exchange.query} />}
      <Steps steps={exchange.steps} working={open} answering={exchange.answer !== ""} />
      {exchange.answer && (
        <div data-testid="answer">
          <AnswerText text={exchange.answer} sources={exchange.sources} />
        </div>
      )}
      <Sources sources={exchange.sources} />
      {open && <Progress exchange={exchange} />}
      {exchange.error && <Failure error={exchange.error} />}
      {exchange.cut && <CutNote cut={exchange.cut} />}
      {!open && (
        <div className="flex flex-wrap items-center gap-2 text-xs text-muted tabular-nums">
          <span>{facts(exchange, t("try.stopped"))}</span>
          {onRetry && exchange.state !== "done" && (
            <Button size="small" icon={<RotateCcw aria-hidden size={12} />} onClick={onRetry}>
              {t("try.retry")}
            </Button>
          )}
        </div>
      )}
    </article>
  );

  function facts({ state, tokens, seconds, assetVersion }: Exchange, stopped: string): string {
    const said = state === "stopped" ? [stopped] : [];
    if (tokens !== null) said.push(t("tokens", { count: tokens, formatted: tokens.toLocaleString() }));
    if (seconds !== null) said.push(`${seconds.toFixed(1)} s`);
    if (assetVersion) said.push(read(assetVersion));
    return said.join(" · ");
  }

  function read(which: string): string {
    if (which === "draft") return t("tried.withDraft");
    return which === "active" ? t("tried.withActive") : t("tried.withVersion", { number: which });
  }
}

function Progress({ exchange: { lost, stopping, answer } }: { exchange: Exchange }) {
  const { t } = useTranslation("conversations");
  if (lost) return <Working text={t("try.lost")} />;
  if (stopping) return <Working text={t("try.stopping")} />;
  return answer ? null : <Working text={t("try.waiting")} />;
}

export function Question({ text }: { text: string }) {
  return (
    <p className="ml-8 max-w-full self-end rounded-lg bg-hover px-3 py-2 break-words whitespace-pre-wrap">{text}</p>
  );
}

function Files({ files }: { files: SentFile[] }) {
  const { t } = useTranslation("conversations");
  if (files.length === 0) return null;
  return (
    <ul aria-label={t("attach.list")} className="ml-8 flex flex-wrap justify-end gap-2">
      {files.map(({ id, kind, file }) => (
        <li key={id} className="max-w-full min-w-0">
          <FileChip name={file.name} note={bytes(file.size)} image={kind === "image" ? file : undefined} />
        </li>
      ))}
    </ul>
  );
}

/** Why the answer ends where it does. */
export function CutNote({ cut }: { cut: Cut }) {
  const { t } = useTranslation("conversations");
  return <p className="text-xs text-muted">{t(`cut.${cut}`)}</p>;
}

function Working({ text }: { text: string }) {
  return (
    <p className="flex items-center gap-2 text-muted">
      <Spinner />
      {text}
    </p>
  );
}

function Failure({ error }: { error: NonNullable<Exchange["error"]> }) {
  const message = useErrorText(error);
  return (
    <div role="alert" className="flex gap-2 rounded-md bg-danger-soft px-3 py-2 text-danger-ink">
      <CircleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
      <div className="min-w-0">
        <p className="break-words">{message}</p>
        <p className="font-mono text-xs">{error.code}</p>
      </div>
    </div>
  );
}
