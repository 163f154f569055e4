import { useState } from "react";
import { useTranslation } from "react-i18next";
import { FileRulesFields } from "@/features/apps/configs/FileRulesFields";
import { Button, Checkbox, Dialog, Field, Textarea } from "@/ui";
import { type Row, rowOf, textOf, textsOf } from "../kinds/reading";
import { rulesOf, withRules } from "./features";

type Props = { mode: string; value: Row; onClose: () => void; onDone: (features: Row) => void; readOnly: boolean };

const MOST_QUESTIONS = 10;

/** What the app offers around its graph. What is not known here stays as it is. */
export default function FeaturesDialog({ mode, value, onClose, onDone, readOnly }: Props) {
  const { t } = useTranslation("workflows");
  const [features, setFeatures] = useState(value);
  const set = (patch: Row) => setFeatures({ ...features, ...patch });
  const done = () => {
    const questions = textsOf(features.suggested_questions).filter((each) => each.trim());
    onDone(
      questions.length > 0 || "suggested_questions" in features
        ? { ...features, suggested_questions: questions }
        : features,
    );
  };
  const rules = rulesOf(features.file_upload);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("forms.features.title")}
      onSubmit={readOnly ? onClose : done}
      footer={
        <>
          <Button onClick={onClose}>{t(readOnly ? "close" : "cancel")}</Button>
          {!readOnly && (
            <Button type="submit" look="primary">
              {t("done")}
            </Button>
          )}
        </>
      }
    >
      <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4">
        {mode === "advanced-chat" && <Conversation features={features} set={set} />}
        <div className="flex flex-col gap-3">
          <h3 className="font-medium">{t("forms.features.files")}</h3>
          <Checkbox
            label={t("forms.features.filesOn")}
            checked={rules.enabled}
            onChange={(event) =>
              set({ file_upload: withRules(features.file_upload, { enabled: event.target.checked }) })
            }
          />
          {rules.enabled && (
            <FileRulesFields
              rules={rules}
              onChange={(patch) => set({ file_upload: withRules(features.file_upload, patch) })}
            />
          )}
        </div>
      </fieldset>
    </Dialog>
  );
}

function Conversation({ features, set }: { features: Row; set: (patch: Row) => void }) {
  const { t } = useTranslation("workflows");
  const isOn = (name: string) => rowOf(features[name]).enabled === true;
  const turn = (name: string, enabled: boolean) => set({ [name]: { ...rowOf(features[name]), enabled } });
  return (
    <>
      <Field label={t("forms.features.opening")}>
        <Textarea
          value={textOf(features.opening_statement)}
          onChange={(event) => set({ opening_statement: event.target.value })}
        />
      </Field>
      <Field label={t("forms.features.questions")} hint={t("forms.features.questionsHint", { most: MOST_QUESTIONS })}>
        <Textarea
          value={textsOf(features.suggested_questions).join("\n")}
          onChange={(event) =>
            set({
              suggested_questions: event.target.value ? event.target.value.split("\n").slice(0, MOST_QUESTIONS) : [],
            })
          }
        />
      </Field>
      <Checkbox
        label={t("forms.features.after")}
        checked={isOn("suggested_questions_after_answer")}
        onChange={(event) => turn("suggested_questions_after_answer", event.target.checked)}
      />
      <Checkbox
        label={t("forms.features.cite")}
        checked={isOn("retriever_resource")}
        onChange={(event) => turn("retriever_resource", event.target.checked)}
      />
    </>
  );
}
