import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import type { Inputs } from "@/features/apps/configs/inputs";
import { InputForm } from "@/features/conversations/answering/InputForm";
import { AttachButton } from "@/features/conversations/files/AttachButton";
import { AttachmentBar } from "@/features/conversations/files/AttachmentBar";
import { useAttachments } from "@/features/conversations/files/useAttachments";
import { Field, Textarea } from "@/ui";
import { fileInput, objectOf, type StartForm } from "./form";
import type { Values } from "./steps";

type Props = {
  form: StartForm;
  /** Of the plain fields. */
  inputs: Inputs;
  missed: string[];
  onChange: (inputs: Inputs) => void;
  /** Texts of the fields that take JSON. */
  texts: Record<string, string>;
  onText: (texts: Record<string, string>) => void;
  onFiles: (variable: string, value: Values[string], ready: boolean) => void;
};

/** The start's form. */
export function StartFields({ form, inputs, missed, onChange, texts, onText, onFiles }: Props) {
  const { t } = useTranslation("workflows");
  return (
    <>
      {form.plain.length > 0 && <InputForm form={form.plain} inputs={inputs} missed={missed} onChange={onChange} />}
      {form.objects.map(({ variable, label, required }) => {
        const text = texts[variable] ?? "";
        const wrong = text !== "" && objectOf(text) === null;
        const error = wrong ? t("running.noObject") : missed.includes(variable) ? t("running.required") : undefined;
        return (
          <Field key={variable} label={required ? `${label} *` : label} {...(error ? { error } : {})}>
            <Textarea
              className="font-mono text-xs!"
              spellCheck={false}
              placeholder="{}"
              value={text}
              onChange={(event) => onText({ ...texts, [variable]: event.target.value })}
            />
          </Field>
        );
      })}
      {form.files.map((file) => (
        <FileField key={file.variable} file={file} onFiles={onFiles} />
      ))}
    </>
  );
}

function FileField({ file, onFiles }: { file: StartForm["files"][number]; onFiles: Props["onFiles"] }) {
  const { variable, label, required, isList, upload } = file;
  const { attachments, rules, add, targets } = useAttachments(upload);
  const { files } = attachments.read();
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the files change
  useEffect(() => {
    const sent = files.flatMap((each) => each.sent ?? []).map(fileInput);
    onFiles(variable, isList ? sent : (sent[0] ?? null), attachments.ready);
  }, [files]);
  return (
    <div className="flex flex-col gap-1.5 rounded-md border border-line p-3" {...targets}>
      <div className="flex items-center justify-between gap-2">
        <span className="min-w-0 truncate text-sm font-medium">{required ? `${label} *` : label}</span>
        <AttachButton rules={rules} onPick={(chosen) => void add(chosen)} />
      </div>
      <AttachmentBar attachments={attachments} rules={rules} />
    </div>
  );
}
