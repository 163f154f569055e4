import clsx from "clsx";
import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { asApiError } from "@/api/errors";
import { Button } from "./Button";
import { useErrorText } from "./errorText";

/** A grey bar in the place of what is being loaded; give it the size of that. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx("animate-pulse rounded bg-hover", className ?? "h-4 w-full")} />;
}

/** Rows of skeletons; says to screen readers that something is loading. */
export function SkeletonRows({ rows = 5, className = "h-9" }: { rows?: number; className?: string }) {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col gap-2">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same
        <Skeleton key={row} className={className} />
      ))}
    </div>
  );
}

type EmptyProps = { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode };

/** Nothing here yet: what would be here, and what to do first. */
export function EmptyState({ icon, title, children, action }: EmptyProps) {
  return (
    <div className="flex flex-col items-center gap-2 rounded-lg border border-dashed border-line-strong px-6 py-12 text-center">
      {icon && <div className="text-muted">{icon}</div>}
      <p className="text-base font-semibold">{title}</p>
      {children && <p className="max-w-md text-muted">{children}</p>}
      {action && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}

/** What happened, its code, and another try. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const message = useErrorText(error);
  const { code } = asApiError(error);
  return (
    <div role="alert" className="flex flex-col items-start gap-3 rounded-lg border border-line bg-danger-soft p-4">
      <div className="flex gap-2">
        <CircleAlert aria-hidden size={16} className="mt-0.5 shrink-0 text-danger-ink" />
        <div className="min-w-0">
          <p className="font-medium wrap-anywhere">{message}</p>
          <p className="font-mono text-xs text-muted">{code}</p>
        </div>
      </div>
      {onRetry && (
        <Button size="small" onClick={onRetry}>
          {t("retry")}
        </Button>
      )}
    </div>
  );
}

/** What went wrong with a form as a whole, above its buttons. */
export function FormError({ error }: { error: unknown }) {
  const message = useErrorText(error);
  if (!error) return null;
  return (
    <p role="alert" className="rounded-md bg-danger-soft px-3 py-2 text-sm wrap-anywhere text-danger-ink">
      {message}
    </p>
  );
}
