import clsx from "clsx";
import { DropdownMenu as Radix } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

const PANEL =
  "appear z-50 max-h-[var(--radix-dropdown-menu-content-available-height)] min-w-44 overflow-y-auto rounded-md border " +
  "border-line bg-raised p-1 shadow-raised";
const ITEM =
  "flex items-center gap-2 rounded px-2 py-1.5 text-sm select-none outline-none data-highlighted:bg-hover " +
  "data-disabled:opacity-50";

export type MenuProps = { trigger: ReactElement; children: ReactNode; align?: "start" | "end" };

export function OpenMenu({ trigger, children, align = "end" }: MenuProps) {
  return (
    <Radix.Root defaultOpen>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content align={align} sideOffset={4} collisionPadding={8} className={PANEL}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export type ItemProps = {
  icon?: ReactNode;
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
  /** The key that does the same, such as F2. */
  shortcut?: string;
  children: ReactNode;
};

export function MenuItem({ icon, onSelect, danger, disabled, shortcut, children }: ItemProps) {
  return (
    <Radix.Item onSelect={onSelect} disabled={disabled} className={clsx(ITEM, danger && "text-danger-ink")}>
      {icon}
      <span className="flex-1">{children}</span>
      {shortcut && <kbd className="font-mono text-xs text-muted">{shortcut}</kbd>}
    </Radix.Item>
  );
}

export type ChoiceProps<T extends string> = {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: Readonly<Record<T, string>>;
};

/** One of a few: a group of radio items. */
export function MenuChoice<T extends string>({ label, value, onChange, options }: ChoiceProps<T>) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      <MenuLabel>{label}</MenuLabel>
      {(Object.entries(options) as [T, string][]).map(([key, text]) => (
        <Radix.RadioItem key={key} value={key} className={ITEM} onSelect={(event) => event.preventDefault()}>
          <span className="inline-flex size-3.5 items-center justify-center">
            <Radix.ItemIndicator className="size-1.5 rounded-full bg-accent-ink" />
          </span>
          {text}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 py-1 text-xs text-muted">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="my-1 h-px bg-line" />;
}
