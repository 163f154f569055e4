import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asApiError } from "@/api";
import { AnswerText } from "@/features/conversations/answering/AnswerText";
import { Button, exactTime, FormError, fieldTexts, submitting } from "@/ui";
import { FormControl } from "./FormControl";
import { type Given, initialOf, partsOf, sentOf } from "./fields";
import type { Answer, FormContent, Upload } from "./queries";

type Props = {
  form: FormContent;
  answer: (answer: Answer) => Promise<unknown>;
  upload: Upload;
  /** Once an answer has been taken; or is refused for good, since somebody else was faster or the time is over. */
  onOver: (error?: unknown) => void;
};

const LOOKS: Record<string, "primary" | "ghost" | undefined> = {
  primary: "primary",
  accent: "primary",
  ghost: "ghost",
};

/** A form as whoever answers sees it: its text, its fields, and a button for each way on. */
export function FormFill({ form, answer, upload, onOver }: Props) {
  const { t, i18n } = useTranslation("workflows");
  const [given, setGiven] = useState<Given>(() => initialOf(form));
  const [uploading, setUploading] = useState(0);
  const answering = useMutation({
    mutationFn: (action: string) => answer({ inputs: sentOf(form.inputs, given), action }),
    onSuccess: () => onOver(),
    onError: (error) => asApiError(error).status === 412 && onOver(error),
  });
  const errors = fieldTexts(answering.error);
  const others = answering.error && Object.keys(errors).length === 0 ? answering.error : null;
  const [only] = form.user_actions.length === 1 ? form.user_actions : [];
  return (
    <form
      className="flex flex-col gap-4"
      noValidate
      // Enter is a choice only where there is nothing to choose.
      onSubmit={submitting(() => only && !answering.isPending && uploading === 0 && answering.mutate(only.id))}
    >
      {partsOf(form).map((part, at) =>
        "text" in part ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: they never change places
          <AnswerText key={at} text={part.text} />
        ) : (
          <FormControl
            key={part.field.output_variable_name}
            field={part.field}
            value={given[part.field.output_variable_name]}
            error={errors[`inputs.${part.field.output_variable_name}`]}
            upload={upload}
            onChange={(value) => setGiven((all) => ({ ...all, [part.field.output_variable_name]: value }))}
            onUploading={(more) => setUploading((count) => count + more)}
          />
        ),
      )}
      <FormError error={others} />
      <div className="flex flex-wrap gap-2">
        {form.user_actions.map((action) => (
          <Button
            key={action.id}
            look={LOOKS[action.button_style]}
            busy={answering.isPending && answering.variables === action.id}
            disabled={answering.isPending || uploading > 0}
            onClick={() => answering.mutate(action.id)}
            className="max-w-full min-w-0 truncate"
          >
            {action.title}
          </Button>
        ))}
      </div>
      <p className="text-xs text-muted">
        {t("people.expires", { time: exactTime(form.expiration_time, i18n.language) })}
      </p>
    </form>
  );
}
