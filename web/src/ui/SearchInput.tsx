import clsx from "clsx";
import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { Input } from "./Field";

type Props = Omit<ComponentProps<"input">, "onChange" | "type"> & {
  label: string;
  value: string;
  onChange: (text: string) => void;
  /** In a narrow bar. */
  small?: boolean;
};

/** A field that finds something in a list; `className` gives its width. */
export function SearchInput({ label, onChange, small, className, ...rest }: Props) {
  return (
    <div className={clsx("relative", className)}>
      <Search aria-hidden size={14} className="absolute top-1/2 left-2.5 -translate-y-1/2 text-muted" />
      <Input
        type="search"
        className={clsx("pl-8", small && "h-7!")}
        aria-label={label}
        placeholder={label}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
    </div>
  );
}
