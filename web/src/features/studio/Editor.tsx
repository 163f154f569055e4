import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { newField, undeclared } from "@/features/apps/configs/config";
import { useApp } from "@/features/apps/queries";
import { Button, Checkbox, Field, Section, Textarea } from "@/ui";
import { AgentSection } from "./AgentSection";
import type { Draft } from "./draft";
import { FilesSection } from "./FilesSection";
import { FormSection } from "./FormSection";
import { KnowledgeSection } from "./knowledge/KnowledgeSection";
import { ModelSection } from "./ModelSection";

/** All that a config of the app's mode says. */
export function Editor({ draft }: { draft: Draft }) {
  const { mode } = useApp();
  return (
    <>
      <ModelSection draft={draft} />
      <PromptSection draft={draft} />
      <FormSection draft={draft} />
      <KnowledgeSection draft={draft} />
      <FilesSection draft={draft} />
      {mode === "agent-chat" && <AgentSection draft={draft} />}
      {mode !== "completion" && <OpeningSection draft={draft} />}
    </>
  );
}

function PromptSection({ draft }: { draft: Draft }) {
  const { t } = useTranslation("studio");
  const { mode } = useApp();
  const { config, change } = draft;
  const names = undeclared(config, mode);
  const example = mode === "completion" ? "{{query}}" : "{{name}}";
  return (
    <Section title={t("prompt.title")} description={t(mode === "completion" ? "prompt.whatText" : "prompt.what")}>
      <Field label={t("prompt.label")} hint={t(mode === "completion" ? "prompt.hintText" : "prompt.hint", { example })}>
        <Textarea
          className="min-h-48 font-mono text-xs! leading-relaxed"
          value={config.pre_prompt}
          spellCheck={false}
          onChange={(event) => change({ pre_prompt: event.target.value })}
        />
      </Field>
      {names.length > 0 && (
        <div className="mt-3 flex flex-wrap items-center gap-2 text-xs">
          <span className="text-muted">{t("prompt.undeclared")}</span>
          {names.map((name) => (
            <Button
              key={name}
              size="small"
              icon={<Plus aria-hidden size={12} />}
              aria-label={t("prompt.declare", { name })}
              onClick={() => change({ user_input_form: [...config.user_input_form, newField(name)] })}
            >
              <code className="font-mono">{name}</code>
            </Button>
          ))}
        </div>
      )}
    </Section>
  );
}

const MAX_QUESTIONS = 10;

function OpeningSection({ draft }: { draft: Draft }) {
  const { t } = useTranslation("studio");
  const { config, change } = draft;
  return (
    <Section title={t("opening.title")} description={t("opening.what")}>
      <div className="flex flex-col gap-4">
        <Field label={t("opening.statement")}>
          <Textarea
            value={config.opening_statement}
            onChange={(event) => change({ opening_statement: event.target.value })}
          />
        </Field>
        <Field label={t("opening.questions")} hint={t("opening.questionsHint", { most: MAX_QUESTIONS })}>
          <Textarea
            value={config.suggested_questions.join("\n")}
            onChange={(event) => change({ suggested_questions: linesOf(event.target.value) })}
          />
        </Field>
        <Checkbox
          label={t("opening.after")}
          checked={config.suggested_questions_after_answer.enabled}
          onChange={(event) => change({ suggested_questions_after_answer: { enabled: event.target.checked } })}
        />
      </div>
    </Section>
  );
}

const linesOf = (text: string) => (text === "" ? [] : text.split("\n"));
