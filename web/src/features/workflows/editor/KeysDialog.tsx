import { useTranslation } from "react-i18next";
import { Dialog } from "@/ui";

const KEYS = {
  walk: ["← → ↑ ↓"],
  add: ["A"],
  connect: ["E"],
  open: ["Enter"],
  find: ["/"],
  fold: ["Space"],
  move: ["Alt ← → ↑ ↓"],
  more: ["Shift ← → ↑ ↓"],
  remove: ["Delete"],
  undo: ["Ctrl Z", "Ctrl Shift Z"],
  group: ["G"],
  copy: ["Ctrl C", "Ctrl V", "Ctrl D"],
  tidy: ["T"],
  leave: ["Esc"],
} as const;

/** What the keys do. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("workflows");
  return (
    <Dialog open onClose={onClose} title={t("editor.keys.title")}>
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2 pb-4 text-sm">
        {(Object.keys(KEYS) as (keyof typeof KEYS)[]).map((name) => (
          <div key={name} className="contents">
            <dt className="flex flex-wrap gap-1">
              {KEYS[name].map((key) => (
                <kbd key={key} className="rounded border border-line px-1.5 font-mono text-xs">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{t(`editor.keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
