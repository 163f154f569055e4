import { useTranslation } from "react-i18next";
import type { Config } from "@/features/apps/configs/config";
import { type Inputs, rendered } from "@/features/apps/configs/inputs";
import { Button } from "@/ui";
import { AnswerText } from "./AnswerText";

type Props = { config: Config; inputs: Inputs; asked: boolean; onAsk: (question: string) => void };

/** How the app begins a conversation. */
export function Opening({ config, inputs, asked, onAsk }: Props) {
  const { t } = useTranslation("studio");
  const questions = config.suggested_questions.filter((each) => each.trim() !== "");
  const statement = rendered(config.opening_statement, inputs);
  if (!statement && (asked || questions.length === 0))
    return asked ? null : <p className="text-muted">{t("try.chatWhat")}</p>;
  return (
    <div className="flex flex-col items-start gap-3">
      {statement && <AnswerText text={statement} />}
      {!asked && questions.length > 0 && (
        <ul aria-label={t("try.suggested")} className="flex flex-wrap gap-2">
          {[...new Set(questions)].map((question) => (
            <li key={question} className="max-w-full">
              <Button
                size="small"
                className="h-auto! max-w-full py-1 text-left whitespace-normal!"
                onClick={() => onAsk(question)}
              >
                {question}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
