import { useTranslation } from "react-i18next";
import type { Config } from "@/features/apps/configs/config";
import { type Inputs, rendered } from "@/features/apps/configs/inputs";
import { AnswerText } from "./AnswerText";
import { Suggestions } from "./Suggestions";

type Props = {
  config: Pick<Config, "opening_statement" | "suggested_questions">;
  inputs: Inputs;
  asked: boolean;
  onAsk: (question: string) => void;
};

/** How the app begins a conversation. */
export function Opening({ config, inputs, asked, onAsk }: Props) {
  const { t } = useTranslation("conversations");
  const questions = config.suggested_questions.filter((each) => each.trim() !== "");
  const statement = rendered(config.opening_statement, inputs);
  if (!statement && (asked || questions.length === 0))
    return asked ? null : <p className="text-muted">{t("try.chatWhat")}</p>;
  return (
    <div className="flex flex-col items-start gap-3">
      {statement && <AnswerText text={statement} />}
      {!asked && <Suggestions label={t("try.suggested")} questions={questions} onAsk={onAsk} />}
    </div>
  );
}
