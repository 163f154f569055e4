import { RotateCcw, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { FileRules } from "@/features/apps/configs/fileUpload";
import { bytes } from "@/features/assets/bytes";
import { errorText, IconButton, Spinner } from "@/ui";
import type { Attachment, Attachments } from "./attachments";
import { FileChip } from "./FileChip";
import type { Refusal } from "./picking";

type Props = { attachments: Attachments; rules: FileRules };

/** What comes with the next question, and which files were not taken. */
export function AttachmentBar({ attachments, rules }: Props) {
  const { t } = useTranslation("conversations");
  const { files, refused } = attachments.read();
  return (
    <>
      {refused.length > 0 && (
        <Refused
          refused={refused}
          onDismiss={(button) => {
            toQuestion(button);
            attachments.dismiss();
          }}
        />
      )}
      {files.length > 0 && (
        <ul aria-label={t("attach.list")} className="flex max-h-40 flex-wrap gap-2 overflow-y-auto">
          {files.map((each) => (
            <li key={each.key} className="max-w-full min-w-0">
              <FileChip
                name={each.file.name}
                note={each.error ? errorText(each.error) : bytes(each.file.size)}
                image={each.file.type.startsWith("image/") ? each.file : undefined}
                bad={each.state === "failed"}
              >
                <Verbs attachment={each} attachments={attachments} rules={rules} />
              </FileChip>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** The button goes with what it removes; whoever pressed it goes on where the question is written. */
function toQuestion(button: HTMLElement) {
  button.closest("form")?.querySelector("textarea")?.focus();
}

function Verbs({ attachment, attachments, rules }: Props & { attachment: Attachment }) {
  const { t } = useTranslation("conversations");
  const { key, file, state, error } = attachment;
  const again = state === "failed" && error?.code !== "unsupported_file_type";
  return (
    <span className="flex shrink-0 items-center">
      {state === "sending" && (
        <span role="status" aria-label={t("attach.sending", { name: file.name })} className="px-1">
          <Spinner />
        </span>
      )}
      {again && (
        <IconButton
          size="small"
          label={t("attach.again", { name: file.name })}
          icon={<RotateCcw aria-hidden size={14} />}
          onClick={() => void attachments.send(key, rules)}
        />
      )}
      <IconButton
        size="small"
        label={t("attach.remove", { name: file.name })}
        icon={<X aria-hidden size={14} />}
        onClick={(event) => {
          toQuestion(event.currentTarget);
          attachments.remove(key);
        }}
      />
    </span>
  );
}

function Refused({ refused, onDismiss }: { refused: readonly Refusal[]; onDismiss: (button: HTMLElement) => void }) {
  const { t } = useTranslation("conversations");
  return (
    <div role="alert" className="flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-xs text-danger-ink">
      <ul className="min-w-0 flex-1">
        {refused.map(({ name, why, most }) => (
          <li key={name} className="wrap-anywhere">
            <span className="font-medium">{name}</span>: {t(`attach.refused.${why}`, { most })}
          </li>
        ))}
      </ul>
      <IconButton
        size="small"
        label={t("close")}
        icon={<X aria-hidden size={14} />}
        onClick={(event) => onDismiss(event.currentTarget)}
      />
    </div>
  );
}
