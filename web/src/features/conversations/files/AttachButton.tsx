import { Paperclip } from "lucide-react";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FileRules } from "@/features/apps/configs/fileUpload";
import { IconButton } from "@/ui";
import { acceptOf } from "./picking";

type Props = { rules: FileRules; onPick: (files: File[]) => void };

/** Chooses files of this computer. */
export function AttachButton({ rules, onPick }: Props) {
  const { t } = useTranslation("conversations");
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="attach"
        accept={acceptOf(rules)}
        onChange={(event) => {
          onPick([...(event.target.files ?? [])]);
          // The same file can be chosen again.
          event.target.value = "";
        }}
      />
      <IconButton
        label={t("attach.add")}
        look="secondary"
        icon={<Paperclip aria-hidden size={16} />}
        onClick={() => input.current?.click()}
      />
    </>
  );
}
