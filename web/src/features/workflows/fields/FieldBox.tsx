import { type ReactNode, useId } from "react";

export interface Ids {
  labelledBy: string;
  describedBy: string | undefined;
}

type Props = {
  label: string;
  hint?: ReactNode;
  error?: string;
  /** Buttons beside the label. */
  actions?: ReactNode;
  children: (ids: Ids) => ReactNode;
};

/** As `Field`, for what is no control of a form, such as an editor: it is told the ids of its texts. */
export function FieldBox({ label, hint, error, actions, children }: Props) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <div className="flex min-h-5 items-center justify-between gap-2">
        <span id={`${id}-label`} className="text-sm font-medium">
          {label}
        </span>
        {actions}
      </div>
      {children({ labelledBy: `${id}-label`, describedBy: note ? `${id}-note` : undefined })}
      {note && (
        <p id={`${id}-note`} className={error ? "text-xs text-danger-ink" : "text-xs text-muted"}>
          {note}
        </p>
      )}
    </div>
  );
}
