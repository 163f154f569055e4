import { X } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, IconButton } from "@/ui";
import { type Document, type Verb, verbsOfAll } from "./states";

type Props = {
  documents: Document[];
  busy: boolean;
  onSelect: (verb: Verb, documents: Document[]) => void;
  onClear: () => void;
};

/** What can be done with the selected documents; beside a verb that fits only some of them, how many these are. */
export function SelectionBar({ documents, busy, onSelect, onClear }: Props) {
  const { t } = useTranslation("datasets");
  return (
    <section
      aria-label={t("document.selection")}
      className="flex flex-wrap items-center gap-2 rounded-md border border-line bg-surface px-3 py-1.5"
    >
      <span className="mr-2 font-medium" aria-live="polite">
        {t("document.selected", { count: documents.length })}
      </span>
      {verbsOfAll(documents).map(({ verb, documents: fit }) => (
        <Button key={verb} size="small" disabled={busy} onClick={() => onSelect(verb, fit)}>
          {t(`document.verbs.${verb}`)}
          {fit.length < documents.length && ` (${fit.length})`}
        </Button>
      ))}
      <IconButton
        size="small"
        className="ml-auto"
        label={t("document.clear")}
        icon={<X aria-hidden size={14} />}
        onClick={onClear}
      />
    </section>
  );
}
