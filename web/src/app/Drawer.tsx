import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { IconButton } from "@/ui";

/** The sidebar over the page: the browser's own dialog keeps the focus in it, and closes it by Escape. */
export function Drawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = dialog.current!;
    shown.showModal();
    return () => shown.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: by keyboard it is closed by Escape
    <dialog
      ref={dialog}
      aria-label={t("nav.menu")}
      className="fixed inset-y-0 left-0 m-0 h-dvh max-h-none w-72 max-w-[85vw] border-r border-line bg-sunken text-ink backdrop:bg-black/40"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && onClose()}
    >
      <div className="flex h-full">
        {children}
        <IconButton
          size="small"
          label={t("nav.close")}
          className="absolute top-3 right-2"
          icon={<X aria-hidden size={16} />}
          onClick={onClose}
        />
      </div>
    </dialog>
  );
}
