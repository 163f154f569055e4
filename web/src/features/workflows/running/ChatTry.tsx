import { RotateCcw } from "lucide-react";
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { type Inputs, inputsFor, missing } from "@/features/apps/configs/inputs";
import { Composer } from "@/features/conversations/answering/Composer";
import { ExchangeView } from "@/features/conversations/answering/ExchangeView";
import { InputForm } from "@/features/conversations/answering/InputForm";
import { NextQuestions } from "@/features/conversations/answering/NextQuestions";
import { Opening } from "@/features/conversations/answering/Opening";
import { Thread } from "@/features/conversations/answering/Thread";
import { Trial } from "@/features/conversations/answering/trial";
import { AttachButton } from "@/features/conversations/files/AttachButton";
import { AttachmentBar } from "@/features/conversations/files/AttachmentBar";
import { useAttachments } from "@/features/conversations/files/useAttachments";
import { Button, errorText, toasts } from "@/ui";
import type { Graph } from "../graph/types";
import { isRow, rowOf, textOf, textsOf } from "../kinds/reading";
import { WaitingForms } from "../people/WaitingForms";
import type { RunEvent } from "./events";
import { chatUpload, formOf, rootsOf } from "./form";
import { RunResult } from "./RunResult";
import type { RunTrial } from "./trial";
import { TriedSteps } from "./WorkflowTry";

type Props = { trial: RunTrial; graph: Graph; features: Record<string, unknown>; save: () => Promise<unknown> };

/** A chatflow on trial: a conversation, and below each answer's end the steps that led to it. */
export function ChatTry({ trial, graph, features, save }: Props) {
  const { t } = useTranslation("workflows");
  const [chat] = useState(() => new Trial(trial.appId, "advanced-chat", (event) => trial.hear(event as RunEvent)));
  useEffect(() => () => chat.leave(), [chat]);
  const exchanges = useSyncExternalStore(chat.subscribe, chat.read);
  // Also a run from one of its nodes, which is no part of the conversation.
  const ran = useSyncExternalStore(trial.subscribe, trial.read);
  const form = formOf(rootsOf(graph).find((each) => each.data.type === "start")).plain;
  const [given, setGiven] = useState<Inputs>({});
  const [query, setQuery] = useState("");
  const [tried, setTried] = useState(false);
  const { attachments, rules, taken, add, targets } = useAttachments(chatUpload(features.file_upload));
  const inputs = inputsFor(form, given);
  const missed = missing(form, inputs);
  const fresh = exchanges.length === 0;
  const latest = exchanges.at(-1);
  const opening = {
    opening_statement: textOf(features.opening_statement),
    suggested_questions: textsOf(features.suggested_questions),
  };
  const said = (error: unknown) => toasts.show({ kind: "error", title: errorText(error) });
  const ask = async (text: string) => {
    setTried(true);
    if (chat.open || !attachments.ready || missed.length > 0 || text.trim() === "") return;
    setTried(false);
    try {
      await save();
    } catch (error) {
      said(error);
      return;
    }
    setQuery("");
    await chat.ask({ query: text, files: attachments.take(), inputs, assetVersion: null });
  };
  return (
    <div className="flex min-h-0 flex-1 flex-col" {...targets}>
      <Thread exchanges={exchanges}>
        {form.length > 0 && fresh && (
          <InputForm form={form} inputs={inputs} missed={tried ? missed : []} onChange={setGiven} />
        )}
        <Opening config={opening} inputs={inputs} asked={!fresh} onAsk={(text) => void ask(text)} />
        {exchanges.map((exchange, at) => (
          <ExchangeView
            key={exchange.id}
            exchange={exchange}
            onRetry={at === exchanges.length - 1 ? () => void chat.retry(undefined, null) : undefined}
          />
        ))}
        {ran.runId !== null && ran.runId !== latest?.taskId && <RunResult tried={ran} />}
        {ran.state === "paused" && ran.runId && <WaitingForms runId={ran.runId} />}
        {!fresh && <TriedSteps trial={trial} save={save} />}
        {isRow(features.suggested_questions_after_answer) &&
          rowOf(features.suggested_questions_after_answer).enabled === true &&
          latest?.state === "done" &&
          latest.messageId && (
            <NextQuestions appId={trial.appId} messageId={latest.messageId} onAsk={(text) => void ask(text)} />
          )}
        {!fresh && (
          <Button
            size="small"
            look="ghost"
            className="self-start"
            icon={<RotateCcw aria-hidden size={14} />}
            onClick={() => chat.reset()}
          >
            {t("running.newConversation")}
          </Button>
        )}
      </Thread>
      <Composer
        query={query}
        onChange={setQuery}
        label={t("running.message")}
        action={t("running.send")}
        askable={query.trim() !== "" && attachments.ready}
        files={taken && <AttachmentBar attachments={attachments} rules={rules} />}
        attach={taken && <AttachButton rules={rules} onPick={(files) => void add(files)} />}
        open={chat.open}
        onAsk={() => void ask(query)}
        onStop={() => void chat.stop().catch(said)}
      />
    </div>
  );
}
