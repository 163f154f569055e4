import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { DialogPanel, IconButton } from "@/ui";

/** The sidebar over the page. Not the browser's own dialog: menus and toasts would lie below it, out of reach. */
export default function Drawer({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <DialogPanel
          aria-describedby={undefined}
          // A link to the page that is open leads nowhere else, and still closes it.
          onClick={(event) => (event.target as Element).closest("a") && onClose()}
          className="fixed inset-y-0 left-0 z-40 flex h-dvh w-72 max-w-[85vw] border-r border-line bg-sunken focus:outline-none"
        >
          <Dialog.Title className="sr-only">{t("nav.menu")}</Dialog.Title>
          {children}
          <IconButton
            size="small"
            label={t("nav.close")}
            className="absolute top-3 right-2"
            icon={<X aria-hidden size={16} />}
            onClick={onClose}
          />
        </DialogPanel>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
