import { Send, Square } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Button, submitting } from "@/ui";
import type { Exchange } from "./exchange";

type Props = {
  query: string;
  onChange: (query: string) => void;
  label: string;
  action: string;
  askable: boolean;
  /** What files come with it. */
  files?: ReactNode;
  /** Chooses files. */
  attach?: ReactNode;
  /** The answer that is under way. */
  open: Exchange | undefined;
  onAsk: () => void;
  onStop: () => void;
};

/** Where the question is written. Enter sends it, Shift+Enter begins a line. */
export function Composer({ query, onChange, label, action, askable, files, attach, open, onAsk, onStop }: Props) {
  const { t } = useTranslation("conversations");
  const press = (event: KeyboardEvent) => {
    // Enter also ends what an input method composes.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    onAsk();
  };
  return (
    <form onSubmit={submitting(onAsk)} className="flex flex-col gap-2 border-t border-line p-3">
      {files}
      <div className="flex items-end gap-2">
        {attach}
        <textarea
          rows={2}
          aria-label={label}
          placeholder={label}
          value={query}
          className="max-h-40 min-h-9 w-full min-w-0 flex-1 resize-none rounded-md border border-line-strong bg-surface px-2.5 py-2 text-sm field-sizing-content"
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={press}
        />
        {open ? (
          <Button icon={<Square aria-hidden size={12} fill="currentColor" />} busy={open.stopping} onClick={onStop}>
            {t("try.stop")}
          </Button>
        ) : (
          <Button type="submit" look="primary" disabled={!askable} icon={<Send aria-hidden size={14} />}>
            {action}
          </Button>
        )}
      </div>
    </form>
  );
}
