import clsx from "clsx";
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ComponentProps, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button";
import { submitting } from "./submitting";

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons at the foot, the one that acts last. */
  footer?: ReactNode;
  wide?: boolean;
  /** With this the dialog is a form, and Enter does what its submit button does. */
  onSubmit?: () => void;
};

/** A dialog's panel. Once it is gone the focus is where it was before: Radix gives it back to a trigger of its own only. */
export function DialogPanel(props: ComponentProps<typeof Radix.Content>) {
  const [before] = useState(() => document.activeElement);
  const back = (event: Event) => {
    event.preventDefault();
    // Unless something took it since, such as a field that the dialog led to.
    if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
  };
  return <Radix.Content {...props} onCloseAutoFocus={back} />;
}

export function Dialog({ open, onClose, title, description, children, footer, wide, onSubmit }: DialogProps) {
  const { t } = useTranslation();
  const body = (
    <>
      {children && <div className="flex flex-col gap-4 overflow-y-auto px-5 py-1">{children}</div>}
      {footer && <div className="flex flex-wrap justify-end gap-2 px-5 pt-4 pb-5">{footer}</div>}
    </>
  );
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/40" />
        <DialogPanel
          {...(description ? {} : { "aria-describedby": undefined })}
          className={clsx(
            "appear fixed inset-x-4 top-[10vh] z-40 mx-auto flex max-h-[80vh] flex-col rounded-lg border border-line",
            "bg-raised shadow-raised focus:outline-none",
            wide ? "max-w-3xl" : "max-w-md",
          )}
        >
          <div className="flex items-start justify-between gap-4 px-5 pt-4 pb-2">
            <div className="min-w-0">
              <Radix.Title className="text-base font-semibold wrap-anywhere">{title}</Radix.Title>
              {description && (
                <Radix.Description className="mt-1 text-sm wrap-anywhere text-muted">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close aria-label={t("close")} className="-mr-1.5 rounded-md p-1.5 text-muted hover:bg-hover">
              <X aria-hidden size={16} />
            </Radix.Close>
          </div>
          {onSubmit ? (
            <form onSubmit={submitting(onSubmit)} className="flex min-h-0 flex-col" noValidate>
              {body}
            </form>
          ) : (
            body
          )}
        </DialogPanel>
      </Radix.Portal>
    </Radix.Root>
  );
}

type ConfirmProps = {
  open: boolean;
  onClose: () => void;
  title: string;
  description: ReactNode;
  /** What the button says: the verb itself, not "OK". */
  action: string;
  onConfirm: () => void;
  busy?: boolean;
  children?: ReactNode;
};

export function ConfirmDialog({ onConfirm, action, busy, children, ...rest }: ConfirmProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      {...rest}
      footer={
        <>
          <Button onClick={rest.onClose}>{t("cancel")}</Button>
          <Button look="danger" onClick={onConfirm} busy={busy}>
            {action}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
