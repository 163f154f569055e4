import clsx from "clsx";
import { type ComponentProps, createContext, type ReactNode, useContext, useId } from "react";

type Ids = { id: string; describedBy?: string; invalid: boolean };
const FieldIds = createContext<Ids | null>(null);

/** A label, one control, a hint, and what is wrong with what was entered. */
export function Field(props: {
  label: string;
  hint?: ReactNode;
  error?: string;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  const { label, hint, error, className, children } = props;
  const describedBy = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div className={clsx("flex flex-col gap-1", className)}>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <FieldIds value={{ id, describedBy, invalid: Boolean(error) }}>{children}</FieldIds>
      {error ? (
        <p id={`${id}-error`} className="text-xs text-danger-ink">
          {error}
        </p>
      ) : hint ? (
        <p id={`${id}-hint`} className="text-xs text-muted">
          {hint}
        </p>
      ) : null}
    </div>
  );
}

/** For a control of another kind: what ties it to the label that it stands under. */
export function useControl() {
  const ids = useContext(FieldIds);
  return ids ? { id: ids.id, "aria-describedby": ids.describedBy, "aria-invalid": ids.invalid || undefined } : {};
}

const CONTROL =
  "w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink aria-invalid:border-danger " +
  "disabled:opacity-60 focus-visible:outline-offset-0";

export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input {...useControl()} {...rest} className={clsx(CONTROL, "h-9", className)} />;
}

/** What is settled already, and goes along with what is filled in beside it: it looks like text. */
export function SettledInput(props: ComponentProps<"input">) {
  return <Input readOnly {...props} className="border-transparent! bg-transparent! px-0!" />;
}

export function Textarea({ className, ...rest }: ComponentProps<"textarea">) {
  return <textarea {...useControl()} {...rest} className={clsx(CONTROL, "min-h-20 py-2", className)} />;
}

export function Select({ className, ...rest }: ComponentProps<"select">) {
  return <select {...useControl()} {...rest} className={clsx(CONTROL, "h-9", className)} />;
}

export function Checkbox({ label, className, ...rest }: ComponentProps<"input"> & { label: ReactNode }) {
  return (
    <label className={clsx("inline-flex items-center gap-2 text-sm", className)}>
      <input type="checkbox" className="size-4 shrink-0 accent-accent" {...rest} />
      {label}
    </label>
  );
}
