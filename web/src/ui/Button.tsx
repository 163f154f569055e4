import clsx from "clsx";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { Tooltip } from "./Tooltip";

type Look = "primary" | "secondary" | "ghost" | "danger";

const LOOKS: Record<Look, string> = {
  primary: "bg-accent text-on-accent hover:bg-accent-hover border-transparent",
  secondary: "bg-surface text-ink border-line-strong hover:bg-hover",
  ghost: "bg-transparent text-ink border-transparent hover:bg-hover",
  danger: "bg-danger text-on-accent border-transparent hover:bg-danger-hover",
};

type ButtonProps = ComponentProps<"button"> & {
  look?: Look;
  size?: "small" | "normal";
  /** At work: it cannot be pressed and says so. It keeps the focus, which a disabled one loses. */
  busy?: boolean;
  icon?: ReactNode;
};

/** The form that it would send stays unsent, too. */
const ignored = (event: MouseEvent) => event.preventDefault();

export function Button({ look = "secondary", size = "normal", busy, icon, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      {...rest}
      onClick={busy ? ignored : rest.onClick}
      className={clsx(
        "inline-flex shrink-0 items-center justify-center gap-1.5 rounded-md border font-medium whitespace-nowrap",
        "transition-colors disabled:cursor-not-allowed disabled:opacity-60 aria-disabled:cursor-not-allowed aria-disabled:opacity-60",
        size === "small" ? "h-7 px-2 text-xs" : "h-9 px-3 text-sm",
        LOOKS[look],
        className,
      )}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

type IconButtonProps = Omit<ButtonProps, "children"> & { label: string; icon: ReactNode };

/** A button of one symbol: its label is read out, and shown on hover and focus. */
export function IconButton({ label, look = "ghost", size = "normal", className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <Button
        aria-label={label}
        look={look}
        size={size}
        {...rest}
        className={clsx(size === "small" ? "w-7 px-0!" : "w-9 px-0!", className)}
      />
    </Tooltip>
  );
}

export function Spinner() {
  return (
    <span
      aria-hidden
      className="inline-block size-3.5 animate-spin rounded-full border-2 border-current border-r-transparent"
    />
  );
}
