import clsx from "clsx";
import { CheckCircle2, CircleAlert, Info, X } from "lucide-react";
import { type MouseEvent, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button";
import { toasts } from "./toasts";

const ICONS = { info: Info, success: CheckCircle2, error: CircleAlert };

/** A toast goes with its button: who pressed it goes on where they were. */
const keepFocus = (event: MouseEvent) => event.preventDefault();

/** Where toasts appear; read out by screen readers as they come. */
export function Toaster() {
  const { t } = useTranslation();
  const shown = useSyncExternalStore(toasts.subscribe, toasts.all);
  return (
    <section
      aria-label={t("notifications")}
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-4 left-4 z-50 flex flex-col items-end gap-2"
    >
      {shown.map((toast) => {
        const Icon = ICONS[toast.kind];
        return (
          <div
            key={toast.id}
            className="appear pointer-events-auto flex w-full max-w-sm items-start gap-2 rounded-md border border-line bg-raised p-3 shadow-raised"
          >
            <Icon
              aria-hidden
              size={16}
              className={clsx("mt-0.5 shrink-0", toast.kind === "error" ? "text-danger-ink" : "text-accent-ink")}
            />
            <div className="min-w-0 flex-1">
              <p className="font-medium break-words">{toast.title}</p>
              {toast.description && <p className="text-xs break-words text-muted">{toast.description}</p>}
            </div>
            {toast.action && (
              <Button size="small" onMouseDown={keepFocus} onClick={toast.action.onClick}>
                {toast.action.label}
              </Button>
            )}
            <button
              type="button"
              aria-label={t("close")}
              onMouseDown={keepFocus}
              onClick={() => toasts.dismiss(toast.id)}
              className="rounded p-1 text-muted hover:bg-hover"
            >
              <X aria-hidden size={14} />
            </button>
          </div>
        );
      })}
    </section>
  );
}
