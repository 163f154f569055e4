import { RotateCcw } from "lucide-react";
import { useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { type Config, written } from "@/features/apps/configs/config";
import { type Inputs, inputsFor, missing } from "@/features/apps/configs/inputs";
import { Button, errorText, toasts } from "@/ui";
import { AttachButton } from "../files/AttachButton";
import { AttachmentBar } from "../files/AttachmentBar";
import { useAttachments } from "../files/useAttachments";
import { Composer } from "./Composer";
import { ExchangeView } from "./ExchangeView";
import { FilesChoice, type TriedFiles } from "./FilesChoice";
import { InputForm } from "./InputForm";
import { NextQuestions } from "./NextQuestions";
import { Opening } from "./Opening";
import { Thread } from "./Thread";
import type { Trial } from "./trial";

/** The app on trial: it answers by the config as it is edited, published or not. */
export function TryPane({ trial, config }: { trial: Trial; config: Config }) {
  const { t } = useTranslation("conversations");
  const exchanges = useSyncExternalStore(trial.subscribe, trial.read);
  const [given, setGiven] = useState<Inputs>({});
  const [query, setQuery] = useState("");
  const [tried, setTried] = useState(false);
  // Who edits files tries what is edited; a config that is pinned says which are meant.
  const [chosen, setChosen] = useState<TriedFiles>(config.asset_version === null ? "draft" : null);
  const { attachments, rules, taken, add, targets } = useAttachments(config.file_upload);
  const { agent_mode: agent, asset_version: pinned } = config;
  const reads = trial.mode === "agent-chat" && (agent.assets || agent.skills);
  // Nothing is pinned any more: the choice that named it is gone too.
  const assetVersion = reads ? (chosen ?? (pinned === null ? "draft" : null)) : null;
  const isChat = trial.mode !== "completion";
  const form = config.user_input_form;
  const inputs = inputsFor(form, given);
  const missed = missing(form, inputs);
  const open = trial.open;
  const fresh = exchanges.length === 0;
  const latest = exchanges.at(-1);
  // A completion can be all prompt and no question.
  const askable = (!isChat || query.trim() !== "") && attachments.ready;

  const ask = (text: string) => {
    setTried(true);
    if (open || !attachments.ready || missed.length > 0 || (isChat && text.trim() === "")) return;
    setTried(false);
    if (isChat) setQuery("");
    void trial.ask({ query: text, files: attachments.take(), inputs, config: written(config), assetVersion });
  };
  const stop = () => trial.stop().catch((error) => toasts.show({ kind: "error", title: errorText(error) }));
  return (
    <div className="flex min-h-0 flex-1 flex-col" {...targets}>
      <div className="flex min-h-11 flex-wrap items-center gap-2 border-b border-line px-4 py-1">
        <h2 className="flex-1 font-semibold whitespace-nowrap">{t("try.title")}</h2>
        {reads && <FilesChoice appId={trial.appId} pinned={pinned} value={assetVersion} onChange={setChosen} />}
        {isChat && !fresh && (
          <Button size="small" look="ghost" icon={<RotateCcw aria-hidden size={14} />} onClick={() => trial.reset()}>
            {t("try.again")}
          </Button>
        )}
      </div>
      <Thread exchanges={exchanges}>
        {form.length > 0 && (fresh || !isChat) && (
          <InputForm form={form} inputs={inputs} missed={tried ? missed : []} onChange={setGiven} />
        )}
        {isChat && <Opening config={config} inputs={inputs} asked={!fresh} onAsk={ask} />}
        {!isChat && fresh && form.length === 0 && <p className="text-muted">{t("try.completionWhat")}</p>}
        {exchanges.map((exchange, at) => (
          <ExchangeView
            key={exchange.id}
            exchange={exchange}
            onRetry={at === exchanges.length - 1 ? () => void trial.retry(written(config), assetVersion) : undefined}
          />
        ))}
        {isChat && config.suggested_questions_after_answer.enabled && latest?.state === "done" && latest.messageId && (
          <NextQuestions appId={trial.appId} messageId={latest.messageId} onAsk={ask} />
        )}
      </Thread>
      <Composer
        query={query}
        onChange={setQuery}
        label={isChat ? t("try.message") : t("try.text")}
        action={isChat ? t("try.send") : t("try.run")}
        askable={askable}
        files={taken && <AttachmentBar attachments={attachments} rules={rules} />}
        attach={taken && <AttachButton rules={rules} onPick={(files) => void add(files)} />}
        open={open}
        onAsk={() => ask(query)}
        onStop={stop}
      />
    </div>
  );
}
